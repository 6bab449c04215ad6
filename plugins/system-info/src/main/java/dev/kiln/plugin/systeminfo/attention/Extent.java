package dev.kiln.plugin.systeminfo.attention;

import java.util.List;

/**
 * How much is compared.
 *
 * @param quick fewer sizes and rounds
 * @param model that is measured too; empty for none
 */
record Extent(boolean quick, String model) {
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
