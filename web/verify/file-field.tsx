/** A file that is read in the browser, once it is needed. */
import { useId } from 'preact/hooks';

export function FileField(props: {
  readonly label: string;
  readonly accept: string;
  /** Null where no file is chosen any more. */
  readonly onFile: (file: File | null) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        class="field-input"
        type="file"
        accept={props.accept}
        onChange={(event) => {
          props.onFile(event.currentTarget.files?.[0] ?? null);
        }}
      />
    </div>
  );
}
