package dev.kiln.api.plugin;

import dev.kiln.api.KilnException;
import dev.kiln.api.PluginOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the parts of a prompt that {@code AND} joins are drawn: plugin latent-couple. The k-th
 * region is the k-th part's; parts behind the last one cover the whole picture. Immutable.
 *
 * @param regions one for each part of the prompt
 * @param others options beside the regions
 */
public record Regions(List<Region> regions, Map<String, Object> others) implements PluginOptions {
  public Regions {
    regions = List.copyOf(regions);
    others = Map.copyOf(others);
  }

  /**
   * A rectangle in shares of the picture's sides, from its upper left corner.
   *
   * @param weight how much its part counts, -100 to 100
   */
  public record Region(double x, double y, double width, double height, double weight) {
    /**
     * @throws KilnException when a number is not finite
     */
    public Region {
      // A sum of finite numbers of this size is finite.
      if (!Double.isFinite(x + y + width + height + weight)) {
        throw new KilnException(
            KilnException.Reason.BAD_REQUEST,
            "a region at %s, %s of %s x %s with the weight %s is none; all must be finite numbers"
                .formatted(x, y, width, height, weight));
      }
    }
  }

  /** Masks in one run of the network: any number of regions in about the time of one. */
  public static Regions attention() {
    return new Regions(List.of(), Map.of("mode", "attention"));
  }

  /** A run of the network for each region. */
  public static Regions classic() {
    return new Regions(List.of(), Map.of("mode", "classic"));
  }

  /** The next part covers the whole picture. */
  public Regions everywhere(double weight) {
    return region(0, 0, 1, 1, weight);
  }

  /** The next part's rectangle, in shares of the picture's sides. */
  public Regions region(double x, double y, double width, double height, double weight) {
    List<Region> all = new ArrayList<>(regions);
    all.add(new Region(x, y, width, height, weight));
    return new Regions(all, others);
  }

  /** Any other option of the plugin. */
  public Regions with(String option, Object value) {
    Objects.requireNonNull(value, option + " is null; give a value, or leave the call out");
    Map<String, Object> all = new LinkedHashMap<>(others);
    all.put(option, value);
    return new Regions(regions, all);
  }

  @Override
  public String plugin() {
    return "latent-couple";
  }

  @Override
  public Map<String, Object> options() {
    Map<String, Object> all = new LinkedHashMap<>(others);
    all.put("divisions", joined(region -> "1:1"));
    all.put("positions", joined(Regions::position));
    all.put("weights", joined(region -> Double.toString(region.weight())));
    return all;
  }

  /** Rows and columns of a picture that is one cell: a range in shares of it. */
  private static String position(Region region) {
    return region.y()
        + "-"
        + (region.y() + region.height())
        + ":"
        + region.x()
        + "-"
        + (region.x() + region.width());
  }

  private String joined(Function<Region, String> text) {
    return regions.stream().map(text).collect(Collectors.joining(","));
  }
}
