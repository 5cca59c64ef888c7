package dev.oneloop.benchmarks.rotation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time that all Java threads together take for an operation: those that submit, those
 * that run, and what they spend on waiting actively. Not that of the collector and the compiler.
 */
public final class CpuTime implements InternalProfiler {
  /** The name of the result. */
  public static final String NAME = "cpu.time.norm";

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> before = new HashMap<>();

  @Override
  public String getDescription() {
    return "Processor time of all Java threads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before.clear();
    before.putAll(now());
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : now().entrySet()) {
      sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    long ops = result.getMetadata().getAllOps();
    return ops == 0
        ? List.of()
        : List.of(new ScalarResult(NAME, (double) sum / ops, "ns/op", AggregationPolicy.AVG));
  }

  /** By thread. One that ends in an iteration is not seen; peers start theirs before. */
  private Map<Long, Long> now() {
    long[] ids = threads.getAllThreadIds();
    long[] times = threads.getThreadCpuTime(ids);
    Map<Long, Long> all = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (times[i] >= 0) {
        all.put(ids[i], times[i]);
      }
    }
    return all;
  }
}
