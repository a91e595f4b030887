/** Addresses of the console's pages about relying parties and resource servers. */

export const clientsPath = '/admin/clients';
export const newClientPath = `${clientsPath}/new`;

/** Of the page about one, or of what is done there: `change`, `rotate-secret`, `delete`. */
export function clientPath(id: string, task?: 'change' | 'rotate-secret' | 'delete'): string {
  const page = `${clientsPath}/${encodeURIComponent(id)}`;
  return task === undefined ? page : `${page}/${task}`;
}

export const resourcesPath = '/admin/resources';
export const newResourcePath = `${resourcesPath}/new`;

/** Ids of resources are ours, and need no escaping. */
export function resourcePath(id: string, task?: 'change' | 'delete'): string {
  return task === undefined ? `${resourcesPath}/${id}` : `${resourcesPath}/${id}/${task}`;
}
