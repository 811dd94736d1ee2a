type Child = Node | string;

// An element with attributes: "" for those without a value, absent where undefined. Its first class
// is its part, too, so that hosts can style it.
export function make<K extends keyof HTMLElementTagNameMap>(
    tag: K, attributes: Record<string, string | undefined>, ...children: Child[]):
    HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  if (attributes.class) element.part.add(attributes.class.split(' ')[0]!);
  element.append(...children);
  return element;
}

// A drawing of strokes in a square of 24.
export function draw(size: number, width: number, ...paths: string[]): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const set = (name: string, value: string | number) => svg.setAttribute(name, String(value));
  set('viewBox', '0 0 24 24');
  set('width', size);
  set('height', size);
  set('stroke-width', width);
  set('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}
