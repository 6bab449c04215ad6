package dev.kiln.host.graph.recipe;

import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;

/** A patch that makes a variant, which is named in its fingerprint. */
record VariantPatch(GraphPatch patch, Variant variant) implements GraphPatch {
  @Override
  public String fingerprint() {
    return patch.fingerprint() + " variant " + variant;
  }

  @Override
  public boolean dependsOnShape() {
    return patch.dependsOnShape();
  }

  @Override
  public double memoryShare() {
    return patch.memoryShare();
  }

  @Override
  public boolean last() {
    return patch.last();
  }

  @Override
  public void apply(NetworkGraph network) {
    ((GraphEdit) network).make(variant.name(), patch);
  }
}
