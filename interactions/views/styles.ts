/** The stylesheet of every page. */

/** Source of the stylesheet, as it is sent. */
export const styleText = `body{font-family:system-ui;max-inline-size:28rem;margin-inline:auto;padding:1rem}`;
