/** Who has the accelerators of each pool at one moment: a bar and its numbers. */
import { formatGpus, palettes } from "../../src/index.ts";
import type { Scheme } from "../charts/plotly.ts";
import type { State } from "./state-at.ts";

type Account = { readonly name: string; readonly title: string; readonly color: keyof typeof palettes.light };

/** From the left to the right of a bar, as from the bottom up in the chart of accelerators. */
const accounts: readonly Account[] = [
  { name: "internal", title: "internal", color: "internal" },
  { name: "external", title: "tenants' jobs", color: "external" },
  { name: "firm", title: "leased, firm", color: "firm" },
  { name: "noticed", title: "on notice", color: "noticed" },
  { name: "vacated", title: "vacated", color: "stranded" },
  { name: "turnover", title: "turnover", color: "stranded" },
  { name: "held", title: "held", color: "stranded" },
  { name: "free", title: "free", color: "free" },
  { name: "failed", title: "failed", color: "lost" },
  { name: "unpowered", title: "unpowered", color: "lost" },
];

const WIDTH = 1000;
const HEIGHT = 22;

export const Pools = ({ state, scheme }: { readonly state: State; readonly scheme: Scheme }) => {
  const present = accounts.filter(({ name }) =>
    [...state.pools.values()].some((pool) => (pool.get(name) ?? 0) > 0),
  );
  return (
    <>
      {[...state.pools].map(([pool, held]) => (
        <div key={pool} class="pool">
          <bdi>{pool}</bdi>
          <Bar held={held} scheme={scheme} />
        </div>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label="Pools">
        <table>
          <thead>
            <tr>
              <th scope="col">Pool</th>
              {present.map(({ name, title, color }) => (
                <th key={name} scope="col" class="number">
                  <svg width="10" height="10" aria-hidden="true">
                    <rect width="10" height="10" rx="2" fill={palettes[scheme][color]} />
                  </svg>{" "}
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...state.pools].map(([pool, held]) => (
              <tr key={pool}>
                <th scope="row">
                  <bdi>{pool}</bdi>
                </th>
                {present.map(({ name }) => (
                  <td key={name} class="number">
                    {formatGpus(held.get(name) ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
};

type BarProps = { readonly held: ReadonlyMap<string, number>; readonly scheme: Scheme };

const Bar = ({ held, scheme }: BarProps) => {
  const total = [...held.values()].reduce((sum, gpus) => sum + gpus, 0);
  let left = 0;
  const parts = accounts.flatMap(({ name, color }) => {
    const width = total === 0 ? 0 : ((held.get(name) ?? 0) / total) * WIDTH;
    const x = left;
    left += width;
    return width > 0 ? [{ name, color, x, width }] : [];
  });
  return (
    <svg
      class="pool-bar"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      width="100%"
      height={HEIGHT}
      aria-hidden="true"
    >
      {parts.map(({ name, color, x, width }) => (
        <rect
          key={name}
          data-account={name}
          x={x}
          width={width}
          height={HEIGHT}
          fill={palettes[scheme][color]}
        />
      ))}
    </svg>
  );
};
