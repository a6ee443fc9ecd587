/** Text of the workspace inside Markdown: nothing of it may become markup, a link or HTML. */

/** An inline code span; line breaks become spaces, long texts are cut. */
export function code(text: string, limit = 80): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const short = flat.length > limit ? `${flat.slice(0, limit - 1)}…` : flat;
  const runs = short.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const pad = runs.length > 0 || short === '' ? ' ' : '';
  return `${fence}${pad}${short}${pad}${fence}`;
}

/** A fenced block in which monospace drawings keep their shape. */
export function codeBlock(text: string, language = 'text'): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}`;
}

/** A picture that travels inside the text. `alt` is said where no picture can be seen. */
export function picture(svg: string, alt: string): string {
  const bytes = new TextEncoder().encode(svg);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const plain = alt.replace(/[`*_<>[\]\\]/g, '').replace(/\s+/g, ' ');
  return `![${plain}](data:image/svg+xml;base64,${btoa(binary)})`;
}
