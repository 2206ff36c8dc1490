/** Where chunks begin and end changes nothing, and no hostile file does worse than being refused. */
import { fc } from "@fast-check/vitest";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../src/base/errors.ts";
import { newRecord, readRecord } from "../../../src/demand/trace/csv-records.ts";
import { MOST_LINE } from "../../../src/demand/trace/lines.ts";
import { readNumber, readTimestamp } from "../../../src/demand/trace/read-number.ts";
import { createTraceReader, type TraceImport } from "../../../src/demand/trace/reader.ts";
import type { TraceSpec } from "../../../src/demand/trace/spec.ts";
import { bytesOf, csvOf, idsOf, problemsOf, read, specOf, swfJob, told } from "./reading.ts";

const withTexts = csvOf({ submit: "submit", run: "run", gpus: "gpus", id: "id", user: "who" });

const files: readonly (readonly [string, string, TraceSpec])[] = [
  [
    "an SWF log",
    `; MaxProcs: 8\r\n\r\n${swfJob(1, 4, 60, 2)}\r\n${swfJob(2, 3, 7, 1)}\r${swfJob(3, 9, 8, 8)}\n; end`,
    specOf("swf"),
  ],
  [
    "a CSV file",
    '\uFEFFsubmit,run,gpus,id,who\r\n3,40,1,"a, ""ä""\r\n",x\r\n\r1,2,2,😀,"y"\n5,6,3,,\r\n',
    withTexts,
  ],
  [
    "an SWF log with problems",
    `${swfJob(1, 0, 1, 1)}\r\n1 2 3\r\r\n${swfJob(2, 0, 1, 1, { 4: "x" })}\n5`,
    specOf("swf"),
  ],
  [
    "a CSV file with problems",
    'submit,run,gpus,id,who\r\n1,x,1,"\r\n",b\r\n1,2\r\n1,2,3,"a"b,c\n',
    withTexts,
  ],
];

/** What came of it, either way, as data. */
const outcome = (chunks: Iterable<Uint8Array>, spec: TraceSpec): unknown => {
  const reader = createTraceReader(spec);
  try {
    for (const chunk of chunks) reader.push(chunk);
    const { rows, report }: TraceImport = reader.finish();
    return {
      rows: { ...rows, ids: idsOf(rows) },
      report,
    };
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
};

describe("chunks", () => {
  test.each(files)("of %s may begin at every byte", (_, text, spec) => {
    const bytes = bytesOf(text);
    const whole = outcome([bytes], spec);
    for (let at = 0; at <= bytes.length; at++) {
      expect(outcome([bytes.subarray(0, at), bytes.subarray(at)], spec), `cut at ${at}`).toEqual(whole);
    }
  });

  test.each(files)("of %s may be of any size", (_, text, spec) => {
    const bytes = bytesOf(text);
    const whole = outcome([bytes], spec);
    for (let size = 1; size < 40; size++) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(outcome(chunks, spec), `chunks of ${size}`).toEqual(whole);
    }
  });

  test("may share one buffer, since they are not kept", () => {
    const bytes = bytesOf(files[1]?.[1] as string);
    const shared = new Uint8Array(1);
    const one = function* (): Generator<Uint8Array> {
      for (const byte of bytes) {
        shared[0] = byte;
        yield shared;
      }
    };
    expect(outcome(one(), withTexts)).toEqual(outcome([bytes], withTexts));
  });
});

describe("a line without an end", () => {
  const tenMegabytes = new Uint8Array(10_000_000).fill(0x31);
  const endless = (head: string): Uint8Array => {
    const bytes = new Uint8Array(head.length + tenMegabytes.length);
    bytes.set(bytesOf(head));
    bytes.set(tenMegabytes, head.length);
    return bytes;
  };

  test.each([1 << 16, 1 << 20, 1 << 24])("is refused with its number, in chunks of %i", (chunk) => {
    expect(told(problemsOf(endless(`${swfJob(1, 0, 1, 1)}\n`), specOf("swf"), chunk))).toEqual([
      "2: the line is longer than 1048576 bytes",
    ]);
    expect(told(problemsOf(endless("submit,run,gpus\n0,1,1\n"), csvOf(), chunk))).toEqual([
      "3: the line, or the quotes it opens, goes on for more than 1048576 bytes",
    ]);
  });

  test("is refused as well when it has one", () => {
    const bytes = endless("submit,run,gpus\n");
    bytes[bytes.length - 1] = 10;
    expect(told(problemsOf(bytes, csvOf()))).toHaveLength(1);
    expect(told(problemsOf(bytes, specOf("swf")))[1]).toBe("2: the line is longer than 1048576 bytes");
  });

  test("is refused when it is quotes that never close", () => {
    const text = `submit,run,gpus\n0,1,"${"\n1".repeat(MOST_LINE)}`;
    expect(told(problemsOf(text, csvOf(), 1 << 16))).toEqual([
      "2: the line, or the quotes it opens, goes on for more than 1048576 bytes",
    ]);
  });

  test("is taken up to the limit to the byte", () => {
    const comment = (length: number) => `;${"x".repeat(length - 1)}`;
    for (const end of ["\n", "\r\n", "\r"]) {
      for (const chunk of [1000, 1 << 18, MOST_LINE + 1, 1 << 22]) {
        const good = `${comment(MOST_LINE)}${end}${swfJob(1, 0, 1, 1)}${end}`;
        expect(read(good, specOf("swf"), chunk).rows.count).toBe(1);
        const bad = `${comment(MOST_LINE + 1)}${end}${swfJob(1, 0, 1, 1)}${end}`;
        expect(told(problemsOf(bad, specOf("swf"), chunk))).toEqual([
          "1: the line is longer than 1048576 bytes",
        ]);
      }
    }
  });
});

describe("hostile bytes", () => {
  const noise = fc.array(
    fc.constantFrom(
      "1",
      "0",
      "-",
      ".",
      " ",
      ",",
      '"',
      "\n",
      "\r",
      ";",
      "\t",
      "submit",
      "run",
      "gpus",
      "é",
      "\u0000",
      "NaN",
      "e9",
    ),
    { maxLength: 120 },
  );

  test("are read or refused, never anything else, and the same in any chunks", () => {
    fc.assert(
      fc.property(noise, fc.integer({ min: 1, max: 30 }), fc.boolean(), (words, size, isSwf) => {
        const text = isSwf ? words.join("") : `submit,run,gpus\n${words.join("")}`;
        const spec = isSwf ? specOf("swf") : csvOf();
        const bytes = bytesOf(text);
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        expect(outcome(chunks, spec)).toEqual(outcome([bytes], spec));
      }),
      { seed: 20_261_124, numRuns: 2000 },
    );
  });
});

describe("records", () => {
  /** Reads a text record by record. */
  const records = (text: string): string[][] | string => {
    const bytes = bytesOf(text);
    const record = newRecord();
    const all: string[][] = [];
    for (let at = 0; at < bytes.length; ) {
      at = readRecord(record, bytes, at, bytes.length, true);
      if (record.problem !== undefined) return record.problem;
      all.push(
        Array.from({ length: record.count }, (_, i) =>
          new TextDecoder("utf-8", { ignoreBOM: true })
            .decode(bytes.subarray(record.from[i], record.to[i]))
            .replaceAll('""', '"'),
        ),
      );
    }
    return all.filter((fields) => fields.length > 1 || fields[0] !== "");
  };

  test("are those that csv-parse finds, whatever stands in quotes", () => {
    const bare = fc.stringMatching(/^[a-z0-9.:\-é😀]{0,6}$/u);
    const quoted = fc
      .array(fc.constantFrom("a", "1", ",", '""', "\n", "\r\n", " ", "é"), { maxLength: 6 })
      .map((parts) => `"${parts.join("")}"`);
    const line = fc.array(fc.oneof(bare, quoted), { minLength: 2, maxLength: 5 });
    const file = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r")), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(file, (lines) => {
        const text = lines.map(([fields, end]) => fields.join(",") + end).join("");
        const expected = parse(text, { record_delimiter: ["\r\n", "\n", "\r"], relax_column_count: true });
        expect(records(text)).toEqual(expected);
      }),
      { seed: 20_261_124, numRuns: 3000 },
    );
  });

  test("with quotes out of place are refused here and by csv-parse alike", () => {
    for (const text of ['a,b"c\n', 'a,"b"c\n', 'a,"b\n', '"a" b,c\n']) {
      expect(typeof records(text), text).toBe("string");
      expect(() => parse(text), text).toThrow();
    }
  });
});

describe("numbers", () => {
  const number = (text: string): number => readNumber(bytesOf(text), 0, text.length);

  test("are those that the language reads, to the last bit, up to fifteen digits", () => {
    const digits = fc.tuple(
      fc.integer({ min: 0, max: 999_999_999 }),
      fc.integer({ min: 0, max: 999_999 }),
      fc.integer({ min: 0, max: 6 }),
    );
    fc.assert(
      fc.property(digits, fc.constantFrom("", "-", "+"), ([whole, part, width], sign) => {
        const text = `${sign}${whole}${width === 0 ? "" : `.${String(part).padStart(6, "0").slice(0, width)}`}`;
        expect(number(text)).toBe(Number(text) + 0);
      }),
      { seed: 20_261_124, numRuns: 5000 },
    );
  });

  test("may have leading noughts and long fractions, but not sixteen digits before the point", () => {
    expect(number("0000000000000000000012.50")).toBe(12.5);
    expect(number("0.30000000000000004")).toBe(0.3);
    expect(number("58543.000000000000000000000000")).toBe(58_543);
    expect(number("999999999999999")).toBe(999_999_999_999_999);
    expect(number("1000000000000000")).toBe(Number.POSITIVE_INFINITY);
  });

  test("of dates agree with the language's calendar", () => {
    const day = fc.date({
      min: new Date("1970-01-01T00:00:00Z"),
      max: new Date("2399-12-31T23:59:59Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString();
        const bytes = bytesOf(text);
        expect(Math.abs(readTimestamp(bytes, 0, bytes.length) - date.getTime() / 1000)).toBeLessThan(1e-5);
        const spaced = bytesOf(text.replace("T", " ").slice(0, 19));
        expect(readTimestamp(spaced, 0, spaced.length)).toBe(Math.floor(date.getTime() / 1000));
      }),
      { seed: 20_261_124, numRuns: 2000 },
    );
  });
});
