/** A file whose text is read in the browser. */
import { useId } from 'preact/hooks';

export function FileField(props: {
  readonly label: string;
  readonly accept: string;
  /** Null where no file is chosen any more. */
  readonly onText: (text: string | null) => void;
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
          const [file] = event.currentTarget.files ?? [];
          if (file === undefined) props.onText(null);
          else void file.text().then(props.onText);
        }}
      />
    </div>
  );
}
