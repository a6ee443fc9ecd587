const pages = 'https://github.com/session-lens/session-lens/blob/main/docs/rules';

/** Address of a rule's page. */
export function docsUrl(rule: string): string {
  return `${pages}/${rule}.md`;
}
