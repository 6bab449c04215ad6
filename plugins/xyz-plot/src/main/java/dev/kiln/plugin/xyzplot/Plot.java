package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Assembled;
import dev.kiln.spi.hook.Split;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.tensor.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** One plot: its cells as parts of the request, and its grids. */
final class Plot implements Split {
  /** A day's work, and a grid that nobody can look at. */
  private static final int MOST = 2000;

  private final XyzOptions options;
  private final Map<String, Object> request;
  private final Axis x;
  private final Axis y;
  private final Axis z;
  private final long seed;
  private final List<Integer> order;

  /**
   * @param request its fields, complete
   */
  Plot(XyzOptions options, Map<String, Object> request, boolean redraws) {
    this.options = options;
    this.request = request;
    this.x = axis("X", options.xType(), options.xValues(), redraws);
    this.y = axis("Y", options.yType(), options.yValues(), redraws);
    this.z = axis("Z", options.zType(), options.zValues(), redraws);
    long given = ((Number) request.getOrDefault("seed", -1)).longValue();
    // One for all cells, or they would differ by more than the axes.
    this.seed = given >= 0 ? given : ThreadLocalRandom.current().nextLong(1L << 32);
    if ((long) x.size() * y.size() * z.size() > MOST) {
      throw new BadRequest(
          "X/Y/Z plot: %d x %d x %d values are more than %d pictures; give fewer"
              .formatted(x.size(), y.size(), z.size(), MOST));
    }
    this.order = IntStream.range(0, cells()).boxed().sorted(costlyLast()).toList();
  }

  private static Axis axis(String name, String type, String values, boolean redraws) {
    AxisType found = AxisTypes.find(type.isBlank() ? AxisType.NOTHING.label() : type, redraws);
    if (found == AxisType.NOTHING) {
      return Axis.NOTHING;
    }
    List<String> all = found.reader().apply(found.label(), values);
    if (all.isEmpty()) {
      throw new BadRequest(
          "X/Y/Z plot: %s is %s and has no values; give some, separated by commas"
              .formatted(name, found.label()));
    }
    return new Axis(found, all);
  }

  boolean changes() {
    return x.changes() || y.changes() || z.changes();
  }

  private int cells() {
    return x.size() * y.size() * z.size();
  }

  private int ix(int cell) {
    return cell % x.size();
  }

  private int iy(int cell) {
    return cell / x.size() % y.size();
  }

  private int iz(int cell) {
    return cell / x.size() / y.size();
  }

  /** A model is loaded once for all cells that use it. */
  private Comparator<Integer> costlyLast() {
    return Comparator.<Integer>comparingInt(cell -> z.type().costly() ? iz(cell) : 0)
        .thenComparingInt(cell -> y.type().costly() ? iy(cell) : 0)
        .thenComparingInt(cell -> x.type().costly() ? ix(cell) : 0)
        .thenComparingInt(cell -> cell);
  }

  @Override
  public List<Map<String, Object>> parts() {
    return order.stream().map(this::part).toList();
  }

  /** What is otherwise than in the request. */
  private Map<String, Object> part(int cell) {
    Map<String, Object> part = new LinkedHashMap<>(request);
    part.put("seed", options.freeSeeds() ? request.getOrDefault("seed", -1L) : (Object) seed);
    part.put("batch_size", 1L);
    part.put("batch_count", 1L);
    x.apply(part, ix(cell));
    y.apply(part, iy(cell));
    z.apply(part, iz(cell));
    vary(part, cell);
    part.entrySet().removeIf(field -> field.getValue().equals(request.get(field.getKey())));
    return part;
  }

  private void vary(Map<String, Object> part, int cell) {
    int dx = options.varySeedsX() ? x.size() : 1;
    int dy = options.varySeedsY() ? y.size() : 1;
    int offset =
        (options.varySeedsX() ? ix(cell) : 0)
            + (options.varySeedsY() ? iy(cell) * dx : 0)
            + (options.varySeedsZ() ? iz(cell) * dx * dy : 0);
    long own = ((Number) part.get("seed")).longValue();
    if (offset > 0 && own >= 0) {
      part.put("seed", own + offset);
    }
  }

  @Override
  public Assembled assemble(List<Generated> parts) {
    Picture[] pictures = new Picture[cells()];
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).pictures().isEmpty()) {
        pictures[order.get(i)] = parts.get(i).pictures().get(0);
      }
    }
    Set<String> warnings = new LinkedHashSet<>();
    Grid grid = new Grid(options.legend(), options.margin(), warnings::add);
    List<Picture> grids =
        IntStream.range(0, z.size()).mapToObj(at -> grid(grid, pictures, at)).toList();
    List<Picture> shown = new ArrayList<>();
    shown.add(
        z.size() == 1 && !z.changes() ? grids.get(0) : grid.of(grids, legends(z), List.of("")));
    if (options.keepGrids() && z.size() > 1) {
      shown.addAll(grids);
    }
    return new Assembled(shown, options.keepPictures(), infotext(), List.copyOf(warnings));
  }

  private Picture grid(Grid grid, Picture[] pictures, int at) {
    int size = x.size() * y.size();
    List<Picture> cells = Arrays.asList(pictures).subList(at * size, (at + 1) * size);
    return grid.of(cells, legends(x), legends(y));
  }

  private static List<String> legends(Axis axis) {
    return IntStream.range(0, axis.size()).mapToObj(axis::legend).toList();
  }

  /** webUI's keys. */
  private Map<String, String> infotext() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("Script", "X/Y/Z plot");
    put(keys, "X", x);
    put(keys, "Y", y);
    put(keys, "Z", z);
    return keys;
  }

  private static void put(Map<String, String> keys, String name, Axis axis) {
    if (axis.changes()) {
      keys.put(name + " Type", axis.type().label());
      keys.put(name + " Values", axis.text());
    }
  }
}
