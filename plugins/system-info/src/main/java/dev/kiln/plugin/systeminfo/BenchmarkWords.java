package dev.kiln.plugin.systeminfo;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What the user said behind {@code kiln benchmark attention}.
 *
 * @param model empty for none
 */
record BenchmarkWords(boolean quick, boolean json, String model) {
  static BenchmarkWords parse(List<String> words) {
    List<String> rest = new ArrayList<>(words);
    boolean quick = rest.remove("quick");
    boolean json = rest.remove("json");
    if (rest.size() > 1) {
      throw new BadRequest(
          "kiln benchmark attention takes quick, json and one model, found " + rest);
    }
    return new BenchmarkWords(quick, json, rest.isEmpty() ? "" : rest.get(0));
  }

  /** How often each optimizer is run on an attention, in turns. */
  int siteRounds() {
    return quick ? 2 : 5;
  }

  /** How often each is run on a network. */
  int unetRounds() {
    return quick ? 1 : 3;
  }

  List<Workload> workloads() {
    SiteWorkload middle = SiteWorkload.self(1024, 640);
    SiteWorkload large = SiteWorkload.self(4096, 320);
    UnetWorkload small = new UnetWorkload("", 512, 512);
    return quick
        ? List.of(middle, large, small)
        : List.of(
            SiteWorkload.self(256, 1280),
            middle,
            large,
            SiteWorkload.self(9216, 320),
            SiteWorkload.cross(4096, 77, 320),
            small);
  }
}
