/** What must hold of any fragment of a link: it is refused with a sentence, or it is a state of the page within its bounds. */
import { BadLink, fromFragment, type Linked } from "../../web/share/codec.ts";

/** @returns whether it is a state */
export const judgeFragment = async (fragment: string): Promise<boolean> => {
  let linked: Linked;
  try {
    linked = await fromFragment(fragment);
  } catch (error) {
    if (!(error instanceof BadLink) || error.message === "") throw error;
    return false;
  }
  const { text, file, choice, view } = linked;
  const names = [
    file,
    ...choice.policies,
    ...(choice.vary === undefined ? [] : [choice.vary.path, ...choice.vary.values]),
  ];
  const isBounded =
    typeof text === "string" &&
    names.every((name) => typeof name === "string" && name.length <= 200 && !/\p{Cc}/u.test(name)) &&
    choice.policies.length <= 100 &&
    (choice.replications === undefined || (choice.replications >= 1 && choice.replications <= 100_000)) &&
    Number.isInteger(view.policy) &&
    (view.pane === "form" || view.pane === "text");
  if (!isBounded) throw new Error(`believed what it should not: ${JSON.stringify(linked)}`);
  return true;
};
