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
 * @param attentionMemory for the scores of one attention; empty for half of what is free
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
   * What nobody named is a power of two, so that the graphs that are made for it stay the same
   * while other programs take and give back memory.
   *
   * @throws BadRequest when it is none
   */
  public long attentionMemoryBytes() {
    if (attentionMemory.isEmpty()) {
      return Long.highestOneBit(Math.min(ProcessMemory.availableBytes(), 1L << 46) / 2);
    }
    double gigabytes = attentionMemory.getAsDouble();
    if (!(gigabytes > 0 && gigabytes < MOST)) {
      throw new BadRequest("attention memory is " + gigabytes + " GB; it must be more than 0");
    }
    return (long) (gigabytes * GIGABYTE);
  }
}
