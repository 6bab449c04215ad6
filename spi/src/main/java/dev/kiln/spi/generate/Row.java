package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;

/**
 * One row of the batch that the network evaluates: one condition of one image.
 *
 * @param image which image of the pass, from 0
 * @param role prompt or negative prompt
 * @param part which AND part of the prompt, from 0; 0 for the negative prompt
 * @param weight the AND weight of the part; 1 for the negative prompt
 */
@ValueType
public record Row(int image, Role role, int part, double weight) {
  public enum Role {
    COND,
    UNCOND
  }
}
