package dev.kiln.host.network;

import dev.kiln.host.network.UnetConfig.Level;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The downsampling path and the middle block, which UNet and ControlNet share, and the upsampling
 * path.
 *
 * @param time [1, timeWidth], activated
 * @param context [batch, text tokens, contextWidth]
 */
record UnetBlocks(UnetConfig config, Value time, Value context) {
  /**
   * The result of the downsampling path: the input of the middle block, and the skip connections.
   */
  record Encoded(Value hidden, List<Value> skips) {}

  Encoded down(ModuleWriter module, Value x) {
    List<Value> skips = new ArrayList<>(List.of(x));
    Value hidden = x;
    int in = config.levels().get(0).channels();
    for (int i = 0; i < config.depth(); i++) {
      Level level = config.levels().get(i);
      ModuleWriter block = module.at("down_blocks." + i);
      for (int j = 0; j < config.layersPerBlock(); j++) {
        hidden =
            resnet(in, level.channels()).write(block.at("resnets." + j), hidden, Optional.of(time));
        if (level.downAttention()) {
          hidden = transformer(level).write(block.at("attentions." + j), hidden, context);
        }
        skips.add(hidden);
        in = level.channels();
      }
      if (i < config.depth() - 1) {
        hidden = Resampling.down(block.at("downsamplers.0"), hidden, in);
        skips.add(hidden);
      }
    }
    return new Encoded(hidden, skips);
  }

  Value middle(ModuleWriter module, Value x) {
    Level level = config.middle();
    ModuleWriter block = module.at("mid_block");
    ResnetBlock2d resnet = resnet(level.channels(), level.channels());
    Value hidden = resnet.write(block.at("resnets.0"), x, Optional.of(time));
    if (config.middleAttention()) {
      Level whole = new Level(level.channels(), true, true, level.heads(), level.layers(), false);
      hidden = transformer(whole).write(block.at("attentions.0"), hidden, context);
    }
    return resnet.write(block.at("resnets.1"), hidden, Optional.of(time));
  }

  Value up(ModuleWriter module, Value x, List<Value> encoded) {
    List<Value> skips = new ArrayList<>(encoded);
    List<Integer> skipChannels = skipChannels();
    Value hidden = x;
    int in = config.middle().channels();
    for (int i = 0; i < config.depth(); i++) {
      Level level = config.levels().get(config.depth() - 1 - i);
      ModuleWriter block = module.at("up_blocks." + i);
      for (int j = 0; j <= config.layersPerBlock(); j++) {
        int last = skips.size() - 1;
        Value joined = block.graph().concat(1, hidden, skips.remove(last));
        hidden =
            resnet(in + skipChannels.get(last), level.channels())
                .write(block.at("resnets." + j), joined, Optional.of(time));
        if (level.upAttention()) {
          hidden = transformer(level).write(block.at("attentions." + j), hidden, context);
        }
        in = level.channels();
      }
      if (i < config.depth() - 1) {
        Value next = skips.get(skips.size() - 1);
        hidden = Resampling.up(block.at("upsamplers.0"), hidden, in, next);
      }
    }
    return hidden;
  }

  /** Channels of each skip connection, in the order of the downsampling path. */
  List<Integer> skipChannels() {
    List<Integer> channels = new ArrayList<>(List.of(config.levels().get(0).channels()));
    for (int i = 0; i < config.depth(); i++) {
      int sampler = i < config.depth() - 1 ? 1 : 0;
      for (int j = 0; j < config.layersPerBlock() + sampler; j++) {
        channels.add(config.levels().get(i).channels());
      }
    }
    return channels;
  }

  private ResnetBlock2d resnet(int in, int out) {
    return new ResnetBlock2d(in, out, config.timeWidth(), config.groups(), config.epsilon());
  }

  private Transformer2d transformer(Level level) {
    return new Transformer2d(
        new BasicTransformerBlock(
            level.channels(), level.heads(), config.contextWidth(), level.onlyCross()),
        level.layers(),
        config.linearProjection(),
        config.groups());
  }
}
