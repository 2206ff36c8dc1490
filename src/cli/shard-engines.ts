/** How other engines run the shards of a study: a line for GNU parallel, a manifest for Kubernetes. */
import { quoted } from "./arguments.ts";

/** Shards that are stopped end with 75 and are tried again. */
export const parallelLine = (folder: string, shards: number): string =>
  `seq ${shards} | parallel --retries 5 ${quoted(["clawback", "shard", folder, "--of", String(shards), "--index"])} {}`;

/** An Indexed Job, one pod a shard. The image and the volume are the user's. */
export const kubernetesManifest = (
  name: string,
  shards: number,
): string => `# Made by clawback plan. Not run by us: put in your image and your volume, and read it before you use it.
# A pod that is stopped ends with 75 and is started again; what it had is in the journal of its shard.
apiVersion: batch/v1
kind: Job
metadata:
  name: ${dnsName(name)}
spec:
  completionMode: Indexed
  completions: ${shards}
  parallelism: ${Math.min(shards, 16)}
  backoffLimitPerIndex: 5
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: shard
          image: REPLACE/clawback
          command: ["sh", "-c"]
          args: ['exec clawback shard /study --index "$((JOB_COMPLETION_INDEX + 1))" --of ${shards} -j 1']
          resources: { requests: { cpu: "1", memory: 1Gi } }
          volumeMounts: [{ name: study, mountPath: /study }]
      volumes:
        - name: study
          persistentVolumeClaim: { claimName: REPLACE }
`;

/** As Kubernetes takes names: lower case, digits, hyphens, at most 50. */
const dnsName = (name: string): string =>
  `clawback-${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)}`.replace(/-+$/, "");
