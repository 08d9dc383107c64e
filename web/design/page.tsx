/** One page: its heading, which is the document's title too and takes the focus when one has come here by a link. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

let isFirst = true;

export function Page(props: {
  readonly title: string;
  readonly actions?: ComponentChildren | undefined;
  readonly children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Secure Alias`;
  }, [props.title]);
  useEffect(() => {
    // At the first page the browser begins at the top by itself, and a page may know a better place.
    const isPlaced = heading.current?.closest('.page')?.contains(document.activeElement) ?? false;
    if (!isFirst && !isPlaced) heading.current?.focus();
    isFirst = false;
  }, []);
  return (
    <div class="page">
      <div class="page-head">
        <h1 tabIndex={-1} ref={heading}>
          {props.title}
        </h1>
        {props.actions !== undefined && <div class="row">{props.actions}</div>}
      </div>
      {props.children}
    </div>
  );
}
