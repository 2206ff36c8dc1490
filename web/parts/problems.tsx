/** Problems and warnings as a list: where, what, what is allowed, a hint. The words are the command line's. */
import type { Problem } from "../../src/index.ts";

type ProblemsProps = { readonly problems: readonly Problem[]; readonly isWarning?: boolean };

export const Problems = ({ problems, isWarning = false }: ProblemsProps) => {
  if (problems.length === 0) return null;
  return (
    <ul class={isWarning ? "problems warnings" : "problems"} role={isWarning ? "note" : "alert"}>
      {problems.slice(0, 20).map((problem, i) => (
        <li key={`${i}:${problem.path}`}>
          <span class="place">{placeOf(problem)}</span> <bdi>{problem.message}</bdi>
          {problem.hint !== undefined && (
            <span class="hint">
              {" "}
              Hint: <bdi>{problem.hint}</bdi>
            </span>
          )}
        </li>
      ))}
      {problems.length > 20 && <li>and {problems.length - 20} more</li>}
    </ul>
  );
};

const placeOf = ({ file, line, column, path }: Problem): string =>
  [file, line === undefined ? undefined : `line ${line}${column === undefined ? "" : `:${column}`}`, path]
    .filter((part) => part !== undefined && part !== "")
    .join(", ");
