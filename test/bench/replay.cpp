// FCFS with EASY backfilling on an SWF log: the yardstick for reading a log and replaying it.
//   replay FILE [REPETITIONS]   prints seconds of processor time for reading and for one replay, and the mean wait
// Only what scheduling needs: no metrics, no log of events, nothing checked. The queue is looked over after each event;
// of one second, submissions come first.
#include <bits/stdc++.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
using namespace std;

static double processorTime() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

int n, P;
vector<int> submitted, runs, gpus, estimate, start_, nxt;

static void parse(const char* file) {
  int fd = open(file, O_RDONLY);
  struct stat st;
  fstat(fd, &st);
  const char* d = (const char*)mmap(0, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  const char *e = d + st.st_size, *p = d;
  while (p < e) {
    if (*p == ';') {
      if (e - p > 11 && !memcmp(p, "; MaxProcs:", 11)) P = atoi(p + 11);
      while (p < e && *p != '\n') p++;
      p++;
      continue;
    }
    int v[9], k = 0;
    while (k < 9) {
      while (p < e && *p == ' ') p++;
      if (p >= e || *p == '\n') break;
      bool isNegative = false;
      if (*p == '-') isNegative = true, p++;
      int x = 0;
      while (p < e && *p >= '0' && *p <= '9') x = x * 10 + (*p++ - '0');
      while (p < e && *p != ' ' && *p != '\n') p++;
      v[k++] = isNegative ? -x : x;
    }
    while (p < e && *p != '\n') p++;
    p++;
    if (k == 9) {
      submitted.push_back(v[1]);
      runs.push_back(v[3]);
      gpus.push_back(v[4]);
      estimate.push_back(v[8]);
    }
  }
  n = submitted.size();
}

static void replay() {
  start_.assign(n, -1);
  nxt.assign(n, -1);
  int free_ = P, head = -1, tail = -1, arrived = 0;
  vector<int> rEnd(P + 1), rGpus(P + 1), rId(P + 1);  // running, by estimated end
  int rn = 0;
  vector<pair<int, int>> ends;
  ends.reserve(P + 1);
  auto later = [](const pair<int, int>& x, const pair<int, int>& y) { return x > y; };
  auto startJob = [&](int j, int t) {
    start_[j] = t;
    free_ -= gpus[j];
    int e = t + estimate[j];
    int k = upper_bound(rEnd.begin(), rEnd.begin() + rn, e) - rEnd.begin();
    memmove(&rEnd[k + 1], &rEnd[k], (rn - k) * 4);
    memmove(&rGpus[k + 1], &rGpus[k], (rn - k) * 4);
    memmove(&rId[k + 1], &rId[k], (rn - k) * 4);
    rEnd[k] = e;
    rGpus[k] = gpus[j];
    rId[k] = j;
    rn++;
    ends.push_back({t + runs[j], j});
    push_heap(ends.begin(), ends.end(), later);
  };
  int shadow = 0, extra = 0;
  auto computeShadow = [&](int h) {
    int f = free_, k = 0;
    while (f < gpus[h]) f += rGpus[k++];
    shadow = rEnd[k - 1];
    while (k < rn && rEnd[k] == shadow) f += rGpus[k++];
    extra = f - gpus[h];
  };
  auto mayPass = [&](int j, int t) {
    return gpus[j] <= free_ && (t + estimate[j] <= shadow || gpus[j] <= extra);
  };
  while (arrived < n || !ends.empty()) {
    if (!ends.empty() && (arrived >= n || ends.front().first < submitted[arrived])) {
      int t = ends.front().first, j = ends.front().second;
      pop_heap(ends.begin(), ends.end(), later);
      ends.pop_back();
      int e = start_[j] + estimate[j];
      int k = lower_bound(rEnd.begin(), rEnd.begin() + rn, e) - rEnd.begin();
      while (rId[k] != j) k++;
      memmove(&rEnd[k], &rEnd[k + 1], (rn - k - 1) * 4);
      memmove(&rGpus[k], &rGpus[k + 1], (rn - k - 1) * 4);
      memmove(&rId[k], &rId[k + 1], (rn - k - 1) * 4);
      rn--;
      free_ += gpus[j];
      while (head >= 0 && gpus[head] <= free_) {
        int h = head;
        head = nxt[h];
        if (head < 0) tail = -1;
        startJob(h, t);
      }
      if (head < 0) continue;
      computeShadow(head);
      int prev = head, q = nxt[head];
      while (q >= 0 && free_ > 0) {
        int after = nxt[q];
        if (mayPass(q, t)) {
          if (t + estimate[q] > shadow) extra -= gpus[q];
          nxt[prev] = after;
          if (after < 0) tail = prev;
          startJob(q, t);
        } else {
          prev = q;
        }
        q = after;
      }
    } else {
      int j = arrived++, t = submitted[j];
      if (head < 0) {
        if (gpus[j] <= free_) {
          startJob(j, t);
        } else {
          head = tail = j;
          computeShadow(j);
        }
      } else if (mayPass(j, t)) {
        if (t + estimate[j] > shadow) extra -= gpus[j];
        startJob(j, t);
      } else {
        nxt[tail] = j;
        tail = j;
      }
    }
  }
}

int main(int count, char** words) {
  double begin = processorTime();
  parse(words[1]);
  double parsed = processorTime();
  int repetitions = count > 2 ? atoi(words[2]) : 1;
  for (int r = 0; r < repetitions; r++) replay();
  double replayed = (processorTime() - parsed) / repetitions;
  double waits = 0;
  for (int i = 0; i < n; i++) waits += start_[i] - submitted[i];
  rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("{\"jobs\":%d,\"parse\":%.6f,\"replay\":%.6f,\"meanWait\":%.4f,\"megabytes\":%.0f}\n", n, parsed - begin,
         replayed, waits / n, used.ru_maxrss / 1024.0);
}
