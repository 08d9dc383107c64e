/** Links between the parts of one list, such as its folders. They are links, so that each has an address. */
export interface TabLink {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

export function TabLinks(props: { readonly label: string; readonly links: readonly TabLink[] }) {
  return (
    <nav class="tabs" aria-label={props.label}>
      {props.links.map(({ href, label, current }) => (
        <a key={href} class="tab" href={href} aria-current={current ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}
