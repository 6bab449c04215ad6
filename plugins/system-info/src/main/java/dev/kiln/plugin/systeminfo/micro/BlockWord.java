package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkProfiles.Block;
import dev.kiln.spi.host.NetworkProfiles.Kind;
import java.util.Arrays;
import java.util.Locale;

/** A block as one word, which names it to a process of its own. */
final class BlockWord {
  private BlockWord() {}

  static String of(Block block) {
    return name(block)
        + "=%dx%dx%dx%d".formatted(block.rows(), block.tokens(), block.heads(), block.headSize());
  }

  static String name(Block block) {
    return block.kind().name().toLowerCase(Locale.ROOT);
  }

  /**
   * Read what {@link #of} wrote.
   *
   * @throws BadRequest when it is nothing of the kind
   */
  static Block parse(String word) {
    try {
      String[] parts = word.split("=", 2);
      int[] size = Arrays.stream(parts[1].split("x")).mapToInt(Integer::parseInt).toArray();
      Kind kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
      return new Block(kind, size[0], size[1], size[2], size[3]);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new BadRequest(
          "the block \"" + word + "\" is not written KIND=ROWSxTOKENSxHEADSxSIZE", e);
    }
  }
}
