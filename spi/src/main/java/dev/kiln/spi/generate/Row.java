package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;

/**
 * One row of the batch that the network evaluates: one condition of one image.
 *
 * @param image which image of the pass, from 0
 * @param role prompt, negative prompt, or the latter without the picture that a model edits
 * @param part which AND part of the prompt, from 0; 0 for others
 * @param weight the AND weight of the part; 1 for others
 */
@ValueType
public record Row(int image, Role role, int part, double weight) {
  public enum Role {
    COND,
    UNCOND,
    /**
     * The negative prompt where a model that edits a picture is shown none; {@code UNCOND} is shown
     * it. Computed and dropped with that row, and behind it. Guidance sees two rows, in which the
     * host has combined it with the others.
     */
    BLIND
  }
}
