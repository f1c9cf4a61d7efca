import * as l10n from '@vscode/l10n';
import { asLine, asTitle } from '../../../src/protocol/plainText.ts';
import { UserError } from '../../../src/protocol/userError.ts';
import type { DrawnChart } from './drawnChart.ts';
import { styleLine, withAlpha } from '../theme.ts';

const margin = 16;
const lineHeight = 18;

/** The drawing as a PNG that can stand on its own: with a background, a title and the names of its lines. */
export function paintPicture(
  drawing: HTMLCanvasElement,
  title: string,
  { lines, theme }: DrawnChart,
): HTMLCanvasElement {
  const scale = window.devicePixelRatio;
  const shown = lines.filter((it) => it.shown);
  const headerHeight = margin + lineHeight + 8 + shown.length * lineHeight + 8;
  const picture = document.createElement('canvas');
  picture.width = drawing.width + 2 * margin * scale;
  picture.height = drawing.height + (headerHeight + margin) * scale;
  const ctx = picture.getContext('2d');
  if (!ctx) throw new UserError(l10n.t('The picture could not be drawn.'));
  ctx.fillStyle = theme.background;
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.drawImage(drawing, margin * scale, headerHeight * scale);
  ctx.scale(scale, scale);
  ctx.fillStyle = theme.text;
  ctx.textBaseline = 'top';
  ctx.font = `600 14px ${theme.font}`;
  ctx.fillText(asTitle(title), margin, margin);
  ctx.font = `12px ${theme.font}`;
  for (const [row, { line, index }] of shown.entries()) {
    const y = margin + lineHeight + 8 + row * lineHeight;
    const { colour, dash } = styleLine(index, theme);
    ctx.strokeStyle = withAlpha(colour, 1);
    ctx.lineWidth = 2;
    ctx.setLineDash(line.control ? [6, 4] : dash);
    ctx.beginPath();
    ctx.moveTo(margin, y + 7);
    ctx.lineTo(margin + 22, y + 7);
    ctx.stroke();
    ctx.fillText(asLine(line.name), margin + 30, y);
  }
  return picture;
}

/** Puts the picture on the clipboard; only a page can do that. */
export async function copyPicture(picture: HTMLCanvasElement): Promise<void> {
  const blob = new Promise<Blob>((resolve, reject) => {
    picture.toBlob(
      (it) => (it ? resolve(it) : reject(new UserError(l10n.t('The picture could not be drawn.')))),
      'image/png',
    );
  });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': await blob })]);
}
