/**
 * Metadata files of the App Router (robots, sitemap, icons, …) and the URLs Next.js gives them, as
 * next/dist/lib/metadata/is-metadata-route.js and get-metadata-route.js (16.4.6) do it.
 */
export interface MetadataRoute {
  /** Last segment of the URL: `robots.txt`, `opengraph-image`, `icon.png`, `icon1-1a2b3c`. */
  segment: string;
  /** True for a file that is served as it is, false for one that computes its answer. */
  isStatic: boolean;
}

interface Convention {
  name: string;
  staticExtensions: readonly string[];
  /** Only directly in `app`. */
  rootOnly: boolean;
  /** `icon1.png`, `icon2.png`. */
  numbered: boolean;
  /** URL of the computed form, where it is not the name itself. */
  computed: string | null;
}

const CONVENTIONS: readonly Convention[] = [
  convention('robots', ['txt'], { rootOnly: true, computed: 'robots.txt' }),
  convention('manifest', ['webmanifest', 'json'], { rootOnly: true, computed: 'manifest.webmanifest' }),
  convention('sitemap', ['xml'], { computed: 'sitemap.xml' }),
  convention('icon', ['ico', 'jpg', 'jpeg', 'png', 'svg'], { numbered: true }),
  convention('apple-icon', ['jpg', 'jpeg', 'png'], { numbered: true }),
  convention('opengraph-image', ['jpg', 'jpeg', 'png', 'gif'], { numbered: true }),
  convention('twitter-image', ['jpg', 'jpeg', 'png', 'gif'], { numbered: true }),
];

function convention(
  name: string,
  staticExtensions: readonly string[],
  rest: Partial<Convention>,
): Convention {
  return { rootOnly: false, numbered: false, computed: null, ...rest, name, staticExtensions };
}

/**
 * @param directories segments below `app`, as written (with groups and slots)
 * @param file the file's name
 * @param stem the name without its page extension, when it has one
 */
export function metadataRoute(
  directories: readonly string[],
  file: string,
  stem: string | undefined,
): MetadataRoute | undefined {
  if (file === 'favicon.ico') return directories.length === 0 ? { segment: file, isStatic: true } : undefined;
  const dot = file.lastIndexOf('.');
  const extension = file.slice(dot + 1);
  for (const each of CONVENTIONS) {
    if (each.rootOnly && directories.length > 0) continue;
    const isNamed = (text: string | undefined): text is string =>
      text !== undefined &&
      text.startsWith(each.name) &&
      isNumber(text.slice(each.name.length), each.numbered);
    if (isNamed(stem)) {
      const segment = each.computed ?? `${stem}${hashSuffix(directories)}`;
      return { segment, isStatic: false };
    }
    if (dot > 0 && isNamed(file.slice(0, dot)) && each.staticExtensions.includes(extension)) {
      const suffix = each.name === 'sitemap' ? '' : hashSuffix(directories);
      return { segment: `${file.slice(0, dot)}${suffix}.${extension}`, isStatic: true };
    }
  }
  return undefined;
}

function isNumber(rest: string, allowed: boolean): boolean {
  return rest === '' || (allowed && /^\d$/.test(rest));
}

/** Keeps `(a)/icon.png` and `(b)/icon.png` apart, which have the same URL otherwise. */
function hashSuffix(directories: readonly string[]): string {
  if (!directories.some((segment) => isGroup(segment) || segment.startsWith('@'))) return '';
  return `-${djb2(`/${directories.join('/').replaceAll('%5F', '_')}`)
    .toString(36)
    .slice(0, 6)}`;
}

export function isGroup(segment: string): boolean {
  return segment.startsWith('(') && segment.endsWith(')');
}

/** next/dist/shared/lib/hash.js */
function djb2(text: string): number {
  let hash = 5381;
  for (let i = 0; i < text.length; i++) hash = ((hash << 5) + hash + text.charCodeAt(i)) & 0xffffffff;
  return hash >>> 0;
}
