/** The colours of the editor's theme, as canvas can take them. */
export interface Theme {
  /** The theme's chart colours, as red, green and blue. */
  palette: Rgb[];
  text: string;
  faint: string;
  grid: string;
  background: string;
  popup: string;
  popupText: string;
  popupBorder: string;
  error: Rgb;
  /** Colour alone must not tell lines apart: in high contrast and forced colours every line has a pattern of its own. */
  patterns: boolean;
  font: string;
}

export type Rgb = readonly [red: number, green: number, blue: number];

export const withAlpha = ([red, green, blue]: Rgb, alpha: number): string =>
  `rgba(${red}, ${green}, ${blue}, ${alpha})`;

const chartColours = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'];

/** Reads the theme from the page's own styles. */
export function readTheme(): Theme {
  const forced = window.matchMedia('(forced-colors: active)').matches;
  const contrast = document.body.matches('.vscode-high-contrast, .vscode-high-contrast-light');
  const palette = forced
    ? ['LinkText', 'CanvasText', 'Highlight']
    : chartColours.map((it) => variable(`charts-${it}`, it));
  const [text, faint, background, popup, popupText, popupBorder, error, ...lines] = resolveColours(
    forced
      ? ['CanvasText', 'CanvasText', 'Canvas', 'Canvas', 'CanvasText', 'CanvasText', 'CanvasText', ...palette]
      : [...themeColours, ...palette],
  );
  const textRgb = readRgb(text);
  return {
    palette: lines.map(readRgb),
    text: text ?? '',
    faint: faint ?? '',
    grid: withAlpha(textRgb, forced || contrast ? 0.3 : 0.13),
    background: background ?? '',
    popup: popup ?? '',
    popupText: popupText ?? '',
    popupBorder: popupBorder ?? '',
    error: readRgb(error),
    patterns: forced || contrast,
    font: getComputedStyle(document.body).fontFamily,
  };
}

const variable = (name: string, otherwise: string): string => `var(--vscode-${name}, ${otherwise})`;

const themeColours = [
  variable('foreground', '#888'),
  variable('descriptionForeground', '#888'),
  variable('editor-background', 'Canvas'),
  variable('editorHoverWidget-background', 'Canvas'),
  variable('editorHoverWidget-foreground', 'CanvasText'),
  variable('editorHoverWidget-border', '#888'),
  variable('charts-red', 'red'),
];

/** Has the browser turn names, variables and mixtures into plain numbers: all of them in one go, since each go costs. */
function resolveColours(colours: string[]): string[] {
  const probes = colours.map((colour) => {
    const probe = document.createElement('span');
    probe.style.color = colour;
    return probe;
  });
  const frame = document.createElement('div');
  frame.hidden = true;
  frame.append(...probes);
  document.body.append(frame);
  const resolved = probes.map((probe) => getComputedStyle(probe).color);
  frame.remove();
  return resolved;
}

function readRgb(colour = ''): Rgb {
  const [red = 128, green = 128, blue = 128] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  // `color(srgb …)` counts from 0 to 1.
  return colour.startsWith('color(') ? [red * 255, green * 255, blue * 255] : [red, green, blue];
}

/** Calls back whenever the theme changes: the editor swaps the body's class and the variables on the root element. */
export function watchTheme(onChange: () => void): void {
  const observer = new MutationObserver(onChange);
  const attributes = { attributes: true, attributeFilter: ['class', 'style'] };
  observer.observe(document.body, attributes);
  observer.observe(document.documentElement, attributes);
  window.matchMedia('(forced-colors: active)').addEventListener('change', onChange);
}

const patterns = [[], [8, 4], [2, 3], [12, 3, 2, 3]];

/** How the line of this number is drawn: colours first, and once they are used up, patterns. */
export function styleLine(index: number, theme: Theme): { colour: Rgb; dash: number[] } {
  const { palette } = theme;
  const colour = palette[index % palette.length] ?? [128, 128, 128];
  const pattern = theme.patterns ? index : Math.floor(index / palette.length);
  return { colour, dash: patterns[pattern % patterns.length] ?? [] };
}
