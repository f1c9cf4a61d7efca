import { asText } from '../../src/protocol/plainText.ts';

type Child = Node | string | undefined | false;
/** True sets an attribute without a value; false and undefined leave it out. */
export type Attributes = Record<string, string | number | boolean | undefined>;

/** Attributes that are read by people. */
const spoken: ReadonlySet<string> = new Set(['title', 'aria-label', 'alt', 'label', 'placeholder']);

/** Makes an element. Texts go in as text nodes, whoever wrote them, and with what is not seen made visible. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  const shown = children.filter((it) => it !== undefined && it !== false);
  element.append(...shown.map((it) => (typeof it === 'string' ? asText(it) : it)));
  return element;
}

/** The same for SVG. */
export function makeSvg(tag: string, attributes: Attributes = {}, ...children: Node[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false)
      element.setAttribute(name, spoken.has(name) ? asText(String(value)) : String(value));
}

/** A codicon as decoration; what it means is said in words beside it. */
export function makeIcon(name: string): HTMLElement {
  return make('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}
