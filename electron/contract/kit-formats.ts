/** What can be copied of a port, in the order of menus. */
export const KIT_FORMATS = [
  'uri',
  'host-port',
  'password',
  'command',
  'jdbc',
  'tableplus',
  'dbeaver',
  'dotenv',
  'export',
  'env-file',
  'compose',
] as const;
export type KitFormat = (typeof KIT_FORMATS)[number];

/** Programs that a port can be opened with. */
export const KIT_OPENERS = ['browser', 'tableplus', 'dbeaver', 'terminal'] as const;
export type KitOpener = (typeof KIT_OPENERS)[number];

/** What may be shown for a moment on the user's demand. */
export const KIT_FIELDS = ['uri', 'password'] as const;
export type KitField = (typeof KIT_FIELDS)[number];
