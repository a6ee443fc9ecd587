/** Colours of the pictures that stand alone (chartSvg.ts). The panel's page takes those of the editor's theme instead. */

/** `auto` follows `prefers-color-scheme` of the page around the picture. */
export type PictureStyle = 'light' | 'dark' | 'auto';

interface Palette {
  text: string;
  quiet: string;
  card: string;
  edge: string;
  grid: string;
  axis: string;
  /** A session. */
  alive: string;
  aliveFaint: string;
  /** None. */
  dead: string;
  deadFaint: string;
  deadText: string;
  limit: string;
  limitText: string;
}

/** Texts have a contrast of 4.5:1 on the card at least, signs of 3:1. */
export const PALETTES: Record<'light' | 'dark', Palette> = {
  light: {
    text: '#1f2328',
    quiet: '#59636e',
    card: '#fff',
    edge: '#d0d7de',
    grid: '#e3e7eb',
    axis: '#8c959f',
    alive: '#0b62c4',
    aliveFaint: '#0b62c426',
    dead: '#c4281c',
    deadFaint: '#c4281c12',
    deadText: '#b3241a',
    limit: '#8a5a00',
    limitText: '#7a5000',
  },
  dark: {
    text: '#e6e6e6',
    quiet: '#b3b3b3',
    card: '#1f1f1f',
    edge: '#4a4a4a',
    grid: '#333',
    axis: '#808080',
    alive: '#4da3ff',
    aliveFaint: '#4da3ff33',
    dead: '#ff8a80',
    deadFaint: '#ff8a801c',
    deadText: '#ff9d94',
    limit: '#e2b340',
    limitText: '#e8bd55',
  },
};

const FONT = 'font:11px system-ui,-apple-system,"Segoe UI",Ubuntu,sans-serif';

const FORMS = `text{${FONT}}.strong,.end-label{font-weight:600}
.gap{stroke-dasharray:2 3;stroke-width:1.5}.end{fill:none;stroke-width:2;stroke-linecap:round}
.limit,.found,.ended{stroke-width:2}.missed,.calm{stroke-width:1.5}.idp{stroke-dasharray:5 2}`;

/** The style sheet of a picture. */
export function styleOf(style: PictureStyle): string {
  if (style !== 'auto') return FORMS + colours(PALETTES[style]);
  return `${FORMS}${colours(PALETTES.light)}@media(prefers-color-scheme:dark){${colours(PALETTES.dark)}}`;
}

function colours(of: Palette): string {
  return `text{fill:${of.text}}.card{fill:${of.card};stroke:${of.edge}}.quiet,.gap-label{fill:${of.quiet}}
.grid{stroke:${of.grid}}.axis{stroke:${of.axis}}.used,.on{fill:${of.alive}}.idle{fill:${of.aliveFaint};stroke:${of.alive}}
.void{fill:${of.deadFaint}}.gap,.end{stroke:${of.dead}}.end-label{fill:${of.deadText}}
.limit{stroke:${of.limit}}.limit-label{fill:${of.limitText}}.event{fill:${of.card}}
.found{stroke:${of.alive}}.missed,.ended{stroke:${of.dead}}.calm{stroke:${of.axis}}`;
}
