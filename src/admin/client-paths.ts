/** Addresses of the console's pages about relying parties. */

export const clientsPath = '/admin/clients';
export const newClientPath = `${clientsPath}/new`;

/** Of the page about one, or of what is done there: `change`, `rotate-secret`, `delete`. */
export function clientPath(id: string, task?: 'change' | 'rotate-secret' | 'delete'): string {
  const page = `${clientsPath}/${encodeURIComponent(id)}`;
  return task === undefined ? page : `${page}/${task}`;
}
