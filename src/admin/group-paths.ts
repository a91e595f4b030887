/** Addresses of the console's pages about groups. */

export const groupsPath = '/admin/groups';
export const newGroupPath = `${groupsPath}/new`;

/** Of the page about one, or of what is done there. Ids of groups are ours, and need no escaping. */
export function groupPath(id: string, task?: 'members' | 'rename' | 'delete'): string {
  return task === undefined ? `${groupsPath}/${id}` : `${groupsPath}/${id}/${task}`;
}
