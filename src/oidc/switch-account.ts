/** How an authorization that begins anew says that another account is wanted. */

/**
 * A parameter of our own beside `prompt=login`: the password page then does not offer the account that is signed in. Whoever
 * else sends it changes no more than that.
 */
export const switchAccountParameter = 'switch_account';
