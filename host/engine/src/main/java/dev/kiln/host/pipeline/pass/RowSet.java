package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * All rows of a pass, image by image, the negative prompt last, behind it the one that does not see
 * the picture, and which of them the current evaluation computes.
 */
public final class RowSet implements RowPlan {
  private final StepClock clock;
  private final int images;
  private final Row[] rows;
  private final Conditions.Timeline[] timelines;
  private final boolean negativeUnused;
  private final boolean[] dropped;
  private final int[] active;
  private final int[] guided;
  private int activeCount;
  private int guidedCount;

  /**
   * @param conditions of each image
   * @param negativeUnused whether negative prompts that cancel are not computed: those of images
   *     with one part of weight 1
   * @param blind whether each image has a row that does not see the picture
   */
  public RowSet(
      StepClock clock, List<Conditions> conditions, boolean negativeUnused, boolean blind) {
    this.clock = clock;
    this.images = conditions.size();
    this.negativeUnused = negativeUnused;
    List<Row> all = new ArrayList<>();
    List<Conditions.Timeline> lines = new ArrayList<>();
    for (int image = 0; image < images; image++) {
      List<Conditions.Part> parts = conditions.get(image).parts();
      for (int part = 0; part < parts.size(); part++) {
        all.add(new Row(image, Role.COND, part, parts.get(part).weight()));
        lines.add(parts.get(part).timeline());
      }
      all.add(new Row(image, Role.UNCOND, 0, 1));
      lines.add(conditions.get(image).negative());
      if (blind) {
        all.add(new Row(image, Role.BLIND, 0, 1));
        lines.add(conditions.get(image).negative());
      }
    }
    rows = all.toArray(Row[]::new);
    timelines = lines.toArray(Conditions.Timeline[]::new);
    dropped = new boolean[rows.length];
    active = new int[rows.length];
    guided = new int[rows.length];
  }

  /** Take all rows in again that have a say. */
  void reset() {
    for (int i = 0; i < rows.length; i++) {
      dropped[i] = negativeUnused && rows[i].role() == Role.UNCOND && onlyPart(i - 1);
    }
  }

  /** The part before a negative prompt is its image's last. */
  private boolean onlyPart(int row) {
    return rows[row].part() == 0 && rows[row].weight() == 1;
  }

  /** Settle which rows are computed. */
  void settle() {
    activeCount = 0;
    guidedCount = 0;
    int lastImage = -1;
    for (int i = 0; i < rows.length; i++) {
      boolean blind = rows[i].role() == Role.BLIND;
      dropped[i] = blind ? dropped[i - 1] : dropped[i];
      if (!dropped[i]) {
        if (rows[i].image() > lastImage + 1) {
          break;
        }
        lastImage = rows[i].image();
        if (!blind) {
          guided[guidedCount++] = i;
        }
        active[activeCount++] = i;
      }
    }
    if (lastImage != images - 1) {
      throw new PluginProblem(
          "every row of image " + (lastImage + 1) + " was dropped; an image must keep one");
    }
  }

  int activeCount() {
    return activeCount;
  }

  Row active(int index) {
    return rows[active[index]];
  }

  /** How many of them guidance sees. */
  int guidedCount() {
    return guidedCount;
  }

  Row guided(int index) {
    return rows[guided[index]];
  }

  Tensor condition(int index) {
    return conditioning(active[index]);
  }

  @Override
  public StepView step() {
    return clock;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public Row row(int index) {
    return rows[index];
  }

  @Override
  public boolean dropped(int index) {
    return dropped[index];
  }

  @Override
  public Tensor conditioning(int index) {
    return timelines[index].at(clock.evaluation());
  }

  @Override
  public void drop(int index) {
    dropped[index] = true;
  }
}
