/** A search that stands in the address of its page, so that it can be linked to and gone back to. */
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';

import { Button, ButtonLink } from '../design/button.tsx';
import { Field } from '../design/field.tsx';

export function SearchForm(props: {
  /** Of the page. */
  readonly path: string;
  /** In the query of its address. */
  readonly name: string;
  /** What is looked for now; '' for everything. */
  readonly asked: string;
  readonly words: {
    readonly label: string;
    readonly hint: string;
    readonly search: string;
    readonly showAll: string;
  };
  readonly error?: string | null | undefined;
}) {
  const { path, name, asked, words, error } = props;
  const { route } = useLocation();
  const [typed, setTyped] = useState(asked);
  return (
    <form
      class="look-form"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = typed.trim();
        route(wanted === '' ? path : `${path}?${name}=${encodeURIComponent(wanted)}`);
      }}
    >
      <Field
        kind="search"
        label={words.label}
        hint={words.hint}
        error={error}
        value={typed}
        onInput={setTyped}
        spellcheck={false}
      />
      <Button type="submit">{words.search}</Button>
      {asked !== '' && <ButtonLink href={path}>{words.showAll}</ButtonLink>}
    </form>
  );
}
