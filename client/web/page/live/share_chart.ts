// Who says what, a stacked column a period.

import {svg} from './dom';
import {CHARACTER, isNarrow, LEFT, periodLabels, RIGHT} from './frame';
import type {ChartInput} from './frame';
import {sharesOf} from './shares';
import type {Share} from './shares';
import {say} from './words';

const TOP = 6;
const BOTTOM = 26;
const WIDEST_COLUMN = 46;
// Below this a share has no room for its number.
const LABELLED_SHARE = 0.12;

// Nothing where nobody answered.
export function shareChart(input: ChartInput): SVGSVGElement | undefined {
  const {points, metric, format, width} = input;
  const shares = points.map(point => sharesOf(point, metric));
  const latest = shares.filter(some => some.length > 0).pop();
  if (!latest) return undefined;
  const percent = (share: Share) => format.percent(share.part * 100);
  const height = isNarrow(width) ? 170 : 180;
  const plot = height - TOP - BOTTOM;
  const id = `${input.id}-shares`;
  const text = latest.map(share => `${say(format.language, share.name)} ${percent(share)}`);
  const root = svg(
      'svg', {viewBox: `0 0 ${width} ${height}`, width, height, role: 'img',
              'aria-labelledby': `${id}-title ${id}-text`},
      svg('title', {id: `${id}-title`}, say(format.language, 'shares')),
      svg('desc', {id: `${id}-text`}, text.join(', ')));
  const step = (width - LEFT - RIGHT) / points.length;
  const column = Math.min(step * 0.78, WIDEST_COLUMN);
  for (const share of [0, 0.5, 1]) {
    root.append(svg('text', {class: 'axis', x: LEFT - 8, y: TOP + plot * (1 - share) + 4,
                             'text-anchor': 'end'}, format.percent(share * 100)));
  }
  let lastX = 0;
  shares.forEach((some, i) => {
    if (some.length === 0) return;
    lastX = LEFT + step * (i + 0.5) - column / 2;
    let y = TOP;
    for (const share of some) {
      const part = plot * share.part;
      if (part > 0) {
        root.append(svg('rect', {class: share.kind, x: lastX, y, width: column,
                                 height: Math.max(part - 1, 0.5)}));
      }
      y += part;
    }
  });
  let y = TOP;
  for (const share of latest) {
    if (share.part >= LABELLED_SHARE) {
      root.append(svg('text', {class: 'share', x: lastX + column + 6,
                               y: y + plot * share.part / 2 + 4, 'text-anchor': 'start'},
                      percent(share)));
    }
    y += plot * share.part;
  }
  for (const {index, text: name} of periodLabels(input, step)) {
    const half = name.length * CHARACTER / 2;
    const x = Math.min(width - half, Math.max(half, LEFT + step * (index + 0.5)));
    root.append(svg('text', {class: 'axis', x, y: height - 6, 'text-anchor': 'middle'}, name));
  }
  return root;
}
