package dev.kiln.plugin.tgate;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What each attention of one kind computed in an earlier step, and for which rows. Memory for means
 * is laid out when it is filled first: the network's sizes are known from its runs alone.
 */
final class KeptAttention {
  /** What is fed: the host's own tensors, or means. */
  private final List<Tensor> values = new ArrayList<>();

  private final List<Tensor> means = new ArrayList<>();
  private Row[] rows = {};
  private int count;

  /** Whether the rows of a call are those that it is kept for. */
  boolean holds(DenoiseCall call) {
    if (count == 0 || call.rows() != count) {
      return false;
    }
    for (int row = 0; row < count; row++) {
      if (!call.row(row).equals(rows[row])) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is anything. */
  boolean any() {
    return count > 0;
  }

  /**
   * Keep what an evaluation gave out, row for row. Only a run of as many rows that computes them
   * anew writes the host's tensors, and that is kept in its turn.
   *
   * @param outputs the names of what the attentions are
   */
  void keep(DenoiseCall call, List<String> outputs) {
    makeRoom(call);
    count = call.rows();
    for (int row = 0; row < count; row++) {
      rows[row] = call.row(row);
    }
    values.clear();
    for (int i = 0; i < outputs.size(); i++) {
      values.add(call.output(outputs.get(i)));
    }
  }

  /**
   * Keep for each row of a prompt the mean of it and of its image's negative prompt, as T-GATE has
   * it (arXiv 2404.02747). A picture that is edited is guided by a third row: of that nothing is
   * kept.
   *
   * @param outputs the names of what the attentions are
   */
  void keepMeans(DenoiseCall call, List<String> outputs) {
    makeRoom(call);
    count = prompts(call);
    values.clear();
    for (int i = 0; i < outputs.size() && count > 0; i++) {
      Tensor hidden = call.output(outputs.get(i));
      Tensor mean = room(i, hidden);
      fill(call, hidden, mean);
      values.add(mean);
    }
  }

  private void makeRoom(DenoiseCall call) {
    if (rows.length < call.rows()) {
      rows = new Row[call.rows()];
    }
  }

  /** How many rows of prompts a call has, which are noted; 0 for a picture that is edited. */
  private int prompts(DenoiseCall call) {
    int found = 0;
    for (int row = 0; row < call.rows(); row++) {
      if (call.row(row).role() == Role.BLIND) {
        return 0;
      }
      if (call.row(row).role() == Role.COND) {
        rows[found++] = call.row(row);
      }
    }
    return found;
  }

  /** [prompts, tokens, width]. */
  private Tensor room(int index, Tensor hidden) {
    boolean there =
        index < means.size()
            && means.get(index).dim(0) == count
            && means.get(index).rowSize() == hidden.rowSize();
    if (!there) {
      int[] shape = hidden.shape();
      shape[0] = count;
      means.subList(index, means.size()).clear();
      means.add(Tensor.zeros(shape));
    }
    return means.get(index);
  }

  private static void fill(DenoiseCall call, Tensor hidden, Tensor means) {
    int size = hidden.rowSize();
    int to = 0;
    for (int row = 0; row < call.rows(); row++) {
      if (call.row(row).role() == Role.COND) {
        int from = row * size;
        int negative = negative(call, row) * size;
        for (int i = 0; i < size; i++) {
          means.data()[to + i] = (hidden.data()[from + i] + hidden.data()[negative + i]) / 2;
        }
        to += size;
      }
    }
  }

  /** The row of an image's negative prompt; where it was not computed, the prompt's own. */
  private static int negative(DenoiseCall call, int prompt) {
    for (int row = prompt; row < call.rows(); row++) {
      if (call.row(row).image() == call.row(prompt).image()
          && call.row(row).role() == Role.UNCOND) {
        return row;
      }
    }
    return prompt;
  }

  /**
   * Feed a network that leaves these attentions out.
   *
   * @param inputs the names of what takes the places of the attentions
   */
  void feed(DenoiseCall call, List<String> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      call.feed(inputs.get(i), values.get(i));
    }
  }
}
