package dev.oneloop.benchmarks.rotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A benchmark with one set of parameters, and all peers that take part.
 *
 * @param benchmark the method, with its class
 * @param params its parameters but for the peer
 * @param peers what the parameter "peer" may be
 */
record Contest(String benchmark, Map<String, String> params, List<String> peers) {
  private static final String PEER = "peer";

  /**
   * All contests of the benchmarks that a regular expression finds.
   *
   * @param fixed parameters that are to have one value only
   */
  static List<Contest> matching(String regex, Map<String, String> fixed) {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    List<Contest> all = new ArrayList<>();
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList().find(silent, List.of(regex), List.of())) {
      Map<String, String[]> params = new TreeMap<>(entry.getParams().orElse(Map.of()));
      String[] peers = params.remove(PEER);
      if (peers == null) {
        throw new IllegalStateException(entry.getUsername() + " has no parameter " + PEER);
      }
      for (Map<String, String> chosen : combinations(params, fixed)) {
        all.add(new Contest(entry.getUsername(), chosen, List.of(peers)));
      }
    }
    return all;
  }

  private static List<Map<String, String>> combinations(
      Map<String, String[]> params, Map<String, String> fixed) {
    List<Map<String, String>> all = List.of(Map.of());
    for (Map.Entry<String, String[]> param : params.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> shorter : all) {
        for (String value : param.getValue()) {
          if (fixed.getOrDefault(param.getKey(), value).equals(value)) {
            Map<String, String> extended = new TreeMap<>(shorter);
            extended.put(param.getKey(), value);
            longer.add(extended);
          }
        }
      }
      all = longer;
    }
    return all;
  }

  /** The arguments by which JMH runs this for one peer. */
  List<String> arguments(String peer) {
    List<String> arguments = new ArrayList<>();
    arguments.add("^" + Pattern.quote(benchmark) + "$");
    arguments.addAll(List.of("-p", PEER + "=" + peer));
    params.forEach((name, value) -> arguments.addAll(List.of("-p", name + "=" + value)));
    return arguments;
  }

  @Override
  public String toString() {
    String name =
        benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
    return params.isEmpty() ? name : name + " " + params;
  }
}
