/* Provenance: part of this project, kept beside its benchmark as the yardstick that `steady*` are measured against. */
/* The yardstick: the least work that the `steady` benchmark needs, written as plainly and as fast as C allows.
 *
 * One function, Poisson arrivals at RATE per second, log-normal run time (mean 200 ms, sigma 0.5), 300 ms more when cold,
 * most recently used environment first, a concurrency limit checked on every arrival, per-second counters
 * (invocations, cold starts, throttles, peak concurrency) and a log-linear latency histogram.
 * No other rule of Lambda, no names, no output but the rate: a simulator that also knows the rules cannot do less than this.
 *
 *   gcc -O3 -march=native reference.c -o reference -lm && ./reference RATE INVOCATIONS
 *   prints one JSON line: nsPerInvocation, invocations, coldStarts, throttles, peak
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { uint64_t s[4]; } Random; /* xoshiro256+ */
static inline uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
static inline double uniform(Random *r) {
  uint64_t *s = r->s, out = s[0] + s[3], t = s[1] << 17;
  s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45);
  return (out >> 11) * 0x1.0p-53;
}

enum { CAP = 1 << 20 };
static double key[CAP]; static int32_t item[CAP]; static int pending;
static void push(double k, int32_t v) {
  int i = pending++;
  while (i > 0) { int p = (i - 1) >> 2; if (key[p] <= k) break; key[i] = key[p]; item[i] = item[p]; i = p; }
  key[i] = k; item[i] = v;
}
static int32_t pop(void) {
  int32_t out = item[0]; int n = --pending; double k = key[n]; int32_t v = item[n]; int i = 0;
  for (;;) {
    int c = (i << 2) + 1; if (c >= n) break;
    int end = c + 4 < n ? c + 4 : n, m = c; double mk = key[c];
    for (int j = c + 1; j < end; j++) if (key[j] < mk) { mk = key[j]; m = j; }
    if (mk >= k) break;
    key[i] = mk; item[i] = item[m]; i = m;
  }
  key[i] = k; item[i] = v; return out;
}

int main(int argc, char **argv) {
  double rate = argc > 1 ? atof(argv[1]) : 1000; long total = argc > 2 ? atol(argv[2]) : 5000000;
  int limit = rate * 4 < 1000 ? 1000 : (int)(rate * 4);
  Random ra = {{1, 2, 3, 4}}, rd = {{5, 6, 7, 8}};
  for (int i = 0; i < 100; i++) { uniform(&ra); uniform(&rd); }
  long seconds = (long)(total / rate) + 120;
  uint32_t *inv = calloc(seconds, 4), *cold = calloc(seconds, 4), *thr = calloc(seconds, 4), *peak = calloc(seconds, 4);
  static uint32_t histogram[1 << 16]; static int32_t idle[CAP];
  int idles = 0, environments = 0, busy = 0, top = 0; long colds = 0, throttles = 0, n = 0;
  double mean = 200, sigma = 0.5, mu = log(mean) - sigma * sigma / 2, now = 0, next = -log(1 - uniform(&ra)) * 1000 / rate;
  struct timespec a, b; clock_gettime(CLOCK_MONOTONIC, &a);
  while (n < total) {
    if (pending > 0 && key[0] <= next) { now = key[0]; idle[idles++] = pop(); busy--; continue; }
    now = next; next = now - log(1 - uniform(&ra)) * 1000 / rate; n++;
    long s = (long)(now / 1000); inv[s]++;
    double ms = exp(mu + sigma * sqrt(-2 * log(1 - uniform(&rd))) * cos(6.283185307179586 * uniform(&rd)));
    if (busy >= limit) { thr[s]++; throttles++; continue; }
    int32_t e; if (idles > 0) e = idle[--idles]; else { e = environments++; colds++; cold[s]++; ms += 300; }
    if (++busy > (int)peak[s]) peak[s] = busy; if (busy > top) top = busy;
    uint64_t bits; memcpy(&bits, &ms, 8); histogram[(bits >> 46) & 0xffff]++;
    push(now + ms, e);
  }
  clock_gettime(CLOCK_MONOTONIC, &b);
  double ns = ((b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec)) / total;
  printf("{\"nsPerInvocation\":%.1f,\"invocations\":%ld,\"coldStarts\":%ld,\"throttles\":%ld,\"peak\":%d}\n", ns, total, colds, throttles, top);
  return (int)(histogram[0] > 4000000000u);
}
