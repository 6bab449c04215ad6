package dev.kiln.plugin.tgate;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What each cross-attention computed in the last step before the gate: for each row of a prompt the
 * mean of it and of its image's negative prompt, as T-GATE has it (arXiv 2404.02747). Memory is
 * laid out when it is filled first: the network's sizes are known from its runs alone.
 */
final class KeptAttention {
  private final double gate;
  private final List<Tensor> values = new ArrayList<>();
  private Row[] rows = {};
  private int count;

  /**
   * @param gate the fraction of the steps that come before it
   */
  KeptAttention(double gate) {
    this.gate = gate;
  }

  private long first(StepView step) {
    return Math.round(gate * step.steps());
  }

  /** Whether a step is one of those for which it is kept. */
  boolean serves(StepView step) {
    return count > 0 && step.step() >= first(step);
  }

  /** Whether the next step may be such a one. */
  boolean wants(StepView step) {
    return step.step() >= first(step) - 1;
  }

  /** Whether the rows of a call are those that it is kept for. */
  boolean holds(DenoiseCall call) {
    if (call.rows() != count) {
      return false;
    }
    for (int row = 0; row < count; row++) {
      if (!call.row(row).equals(rows[row])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Keep what an evaluation gave out. A picture that is edited is guided by a third row: of that
   * nothing is kept.
   *
   * @param outputs the names of what the cross-attentions are
   */
  void keep(DenoiseCall call, List<String> outputs) {
    count = prompts(call);
    for (int i = 0; i < outputs.size() && count > 0; i++) {
      Tensor hidden = call.output(outputs.get(i));
      fill(call, hidden, room(i, hidden));
    }
  }

  /** How many rows of prompts a call has, which are noted; 0 for a picture that is edited. */
  private int prompts(DenoiseCall call) {
    if (rows.length < call.rows()) {
      rows = new Row[call.rows()];
    }
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
        index < values.size()
            && values.get(index).dim(0) == count
            && values.get(index).rowSize() == hidden.rowSize();
    if (!there) {
      int[] shape = hidden.shape();
      shape[0] = count;
      values.subList(index, values.size()).clear();
      values.add(Tensor.zeros(shape));
    }
    return values.get(index);
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
   * Feed the gated network.
   *
   * @param inputs the names of what takes the places of the cross-attentions
   */
  void feed(DenoiseCall call, List<String> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      call.feed(inputs.get(i), values.get(i));
    }
  }
}
