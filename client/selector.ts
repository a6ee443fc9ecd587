const languages = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'];

/** The documents the server wants to know about. `next.config.*` is one of the four languages. */
export const selector = [
  ...languages.map((language) => ({ scheme: 'file', language })),
  { scheme: 'file', pattern: '**/.env*' },
  { scheme: 'file', language: 'json', pattern: '**/package.json' },
];
