package dev.kiln.host.network;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;

/** Half and double resolution. */
final class Resampling {
  private static final Attributes NEAREST =
      Attributes.of("mode", "nearest")
          .and("coordinate_transformation_mode", "asymmetric")
          .and("nearest_mode", "floor");

  private Resampling() {}

  static Value down(ModuleWriter module, Value x, int channels) {
    return module.at("conv").conv(x, channels, channels, 3, 2, 1);
  }

  /** To twice the size. */
  static Value up(ModuleWriter module, Value x, int channels) {
    Value scales = module.graph().constant(Tensor.of(new float[] {1, 1, 2, 2}, 4));
    Value larger = module.graph().op("Resize", NEAREST, x, Value.NONE, scales);
    return module.at("conv").conv(larger, channels, channels, 3, 1, 1);
  }

  /** To the size of the value that it will be joined with: any size fits through the levels. */
  static Value up(ModuleWriter module, Value x, int channels, Value like) {
    GraphEditor graph = module.graph();
    Value own = graph.op("Shape", Attributes.of("start", 0).and("end", 2), x);
    Value wanted = graph.op("Shape", Attributes.of("start", 2).and("end", 4), like);
    Value larger =
        graph.op("Resize", NEAREST, x, Value.NONE, Value.NONE, graph.concat(0, own, wanted));
    return module.at("conv").conv(larger, channels, channels, 3, 1, 1);
  }
}
