package dev.kiln.host.engine;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.spi.BadRequest;
import java.util.OptionalDouble;

/**
 * How much an engine may keep, in GB as users write it.
 *
 * @param residentModels that stay in memory
 * @param modelMemory for models beside the one in use; empty for half of the machine's. 0 keeps no
 *     network that is not running
 * @param residentNetworks for ControlNets and other networks not in use; empty for a quarter
 * @param attentionMemory for the scores of one attention; empty for half of the machine's memory,
 *     or less where less is free
 * @param weightsCache disk for widened weights, and as much for prepared networks
 */
public record EngineLimits(
    int residentModels,
    OptionalDouble modelMemory,
    OptionalDouble residentNetworks,
    OptionalDouble attentionMemory,
    double weightsCache) {
  private static final double GIGABYTE = 1e9;
  private static final double MOST = 1e6;
  private static final long MOST_ATTENTION = 1L << 45;

  /**
   * @throws BadRequest when they are none
   */
  public ModelStore.Limits residents() {
    if (residentModels < 1 || residentModels > 1000) {
      throw new BadRequest("resident models are " + residentModels + "; they must be 1 to 1000");
    }
    long total = ProcessMemory.totalBytes();
    return new ModelStore.Limits(
        residentModels,
        bytes("model memory is", modelMemory, total / 2),
        bytes("resident networks are", residentNetworks, total / 4));
  }

  private static long bytes(String what, OptionalDouble gigabytes, long otherwise) {
    return gigabytes.isEmpty() ? otherwise : bytes(what, gigabytes.getAsDouble());
  }

  private static long bytes(String what, double gigabytes) {
    if (!(gigabytes >= 0 && gigabytes < MOST)) {
      throw new BadRequest(what + " " + gigabytes + " GB; it must be 0 or more");
    }
    return (long) (gigabytes * GIGABYTE);
  }

  /**
   * @throws BadRequest when it is none
   */
  public long weightsCacheBytes() {
    return bytes("the weights cache is", weightsCache);
  }

  /**
   * @throws BadRequest when it is none
   */
  public long attentionMemoryBytes() {
    if (attentionMemory.isEmpty()) {
      return attentionShare(ProcessMemory.totalBytes(), ProcessMemory.availableBytes());
    }
    double gigabytes = attentionMemory.getAsDouble();
    if (!(gigabytes > 0 && gigabytes < MOST)) {
      throw new BadRequest("attention memory is " + gigabytes + " GB; it must be more than 0");
    }
    return (long) (gigabytes * GIGABYTE);
  }

  /**
   * Half of the machine's memory, or three quarters of what is free where that is less. It is a
   * power of two: networks are kept on disk for the memory that they were made for, and are to be
   * found again when other programs have taken or given back some of it.
   */
  static long attentionShare(long total, long available) {
    // Neither may be known, and is without limit then.
    return Math.min(Long.highestOneBit(Math.min(total / 2, available / 4 * 3)), MOST_ATTENTION);
  }
}
