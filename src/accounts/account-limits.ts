/** What a name and a role may look like, wherever they are typed. */

/** Longest name of a person, in characters. */
export const longestPersonName = 200;

/** Roles one account may have. */
export const mostRoles = 20;

/** `admin`, `super_admin`, or a name of the operator's own. */
export const roleShape = /^[a-z0-9_-]{1,40}$/;
