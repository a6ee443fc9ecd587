import { highlight } from '@babel/code-frame';
import { visible } from './columns';
import type { Colors } from './io';

const CODE = /^(?:[cm]?[jt]sx?|typescript|javascript)$/;

/** The few forms that rule pages use, for a terminal: headings, code blocks, lists, emphasis, code and links. */
export function renderMarkdown(markdown: string, colors: Colors): string {
  const out: string[] = [];
  let fence: { language: string; lines: string[] } | null = null;
  for (const line of visible(markdown.replace(/\r\n/g, '\n')).split('\n')) {
    const mark = /^\s*```\s*([\w-]*)/.exec(line);
    if (fence && mark) {
      out.push(...codeBlock(fence.lines, fence.language));
      fence = null;
    } else if (fence) fence.lines.push(line);
    else if (mark) fence = { language: mark[1] ?? '', lines: [] };
    else out.push(renderLine(line, colors));
  }
  if (fence) out.push(...codeBlock(fence.lines, fence.language));
  return out.join('\n');
}

function codeBlock(lines: readonly string[], language: string): string[] {
  const source = lines.join('\n');
  const code = CODE.test(language) ? highlight(source) : source;
  return code.split('\n').map((line) => (line === '' ? '' : `    ${line}`));
}

function renderLine(line: string, colors: Colors): string {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading?.[1] === '#') return colors.bold(colors.underline(inline(heading[2] ?? '', colors)));
  if (heading) return colors.bold(inline(heading[2] ?? '', colors));
  const item = /^(\s*)[-*]\s+(.*)$/.exec(line);
  if (item) return `${item[1]}${colors.dim('•')} ${inline(item[2] ?? '', colors)}`;
  return inline(line, colors);
}

function inline(text: string, colors: Colors): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => {
      if (/^`[^`]+`$/.test(part)) return colors.cyan(part.slice(1, -1));
      return part
        .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => colors.bold(bold))
        .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label: string, address: string) =>
          label === address ? colors.underline(address) : `${label} (${colors.underline(address)})`,
        );
    })
    .join('');
}
