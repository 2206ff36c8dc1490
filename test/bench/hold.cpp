// The hold model on std::priority_queue: the yardstick for src/kernel/event-queue.ts.
//   hold LAW PENDING STEPS CANCELS   prints the steps per second of processor time
// A step pops the earliest event and pushes its successor; with CANCELS = 1 every second step also
// cancels a random pending event and pushes a new one in its place (lazy deletion), so that a third
// of all events are cancelled. Laws, offsets and choices are those of hold.ts.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <string>
#include <vector>

struct Event {
  double time;
  uint32_t serial, entity;
};
struct Later {
  bool operator()(const Event& a, const Event& b) const {
    return a.time > b.time || (a.time == b.time && a.serial > b.serial);
  }
};

static uint32_t word = 2463534242u;
static uint32_t draw() {
  word ^= word << 13;
  word ^= word >> 17;
  word ^= word << 5;
  return word;
}

static double offset(const std::string& law) {
  const double u = (draw() + 0.5) / 4294967296.0;
  if (law == "int") return std::floor(u * 8);
  if (law == "par") return std::round(1000 * (std::pow(u, -1 / 1.1) - 1));
  if (law == "bim") return std::round(1000 * (draw() % 10 < 9 ? u * 0.1 : u * 19.9));
  return std::round(-1000 * std::log(u));
}

int main(int count, char** words) {
  if (count != 5) return 2;
  const uint32_t pending = std::strtoul(words[2], nullptr, 10);
  const uint64_t steps = std::strtoull(words[3], nullptr, 10);
  const bool cancels = words[4][0] == '1';
  std::vector<double> offsets(65536);
  for (double& each : offsets) each = offset(words[1]);
  std::vector<uint32_t> current(pending);
  std::vector<Event> room;
  room.reserve(2 * pending);
  std::priority_queue<Event, std::vector<Event>, Later> queue(Later(), std::move(room));
  uint32_t serial = 0;
  auto push = [&](double now, uint32_t entity) {
    const double time = now + offsets[serial & 65535];
    if (cancels) current[entity] = serial;
    queue.push({time, serial++, entity});
  };
  uint32_t check = 0;
  auto run = [&](uint64_t limit) {
    for (uint64_t step = 0; step < limit; step++) {
      Event event = queue.top();
      queue.pop();
      while (cancels && current[event.entity] != event.serial) {
        event = queue.top();
        queue.pop();
      }
      check = check * 31 + event.entity;
      push(event.time, event.entity);
      if (cancels && (step & 1)) push(event.time, (draw() >> 1) % pending);
    }
  };
  for (uint32_t entity = 0; entity < pending; entity++) push(0, entity);
  run(std::max<uint64_t>(pending, 100000));
  const std::clock_t begin = std::clock();
  run(steps);
  const double took = double(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%.0f %u\n", steps / took, check);
}
