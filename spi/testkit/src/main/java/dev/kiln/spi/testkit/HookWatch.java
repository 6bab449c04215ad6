package dev.kiln.spi.testkit;

import dev.kiln.spi.Support;
import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.generate.CombineCall;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.FinalBlendCall;
import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.generate.VaeCall;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceInterceptor;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.MaskBlender;
import dev.kiln.spi.hook.MaskHook;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.hook.VaeHook;
import dev.kiln.spi.hook.VaeInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Notes each call of what hooks open for a pass. */
final class HookWatch {
  private final List<HookCall> calls = new ArrayList<>();
  private int opened;
  private int closed;

  List<HookCall> calls() {
    return calls;
  }

  int opened() {
    return opened;
  }

  int closed() {
    return closed;
  }

  /** A hook that opens what the given one does, watched; one of another kind as it is. */
  <H extends HookPoint> H watched(String plugin, Class<H> type, H hook) {
    HookPoint watched = hook;
    if (type == RowHook.class) {
      RowHook rows = (RowHook) hook;
      watched = (RowHook) pass -> rows.open(pass).map(it -> filtering(plugin, it));
    } else if (type == DenoiseHook.class) {
      DenoiseHook denoise = (DenoiseHook) hook;
      watched = (DenoiseHook) pass -> denoise.open(pass).map(it -> denoising(plugin, it));
    } else if (type == GuidanceHook.class) {
      GuidanceHook guidance = (GuidanceHook) hook;
      watched = (GuidanceHook) pass -> guidance.open(pass).map(it -> guiding(plugin, it));
    } else if (type == VaeHook.class) {
      VaeHook vae = (VaeHook) hook;
      watched = (VaeHook) request -> vae.open(request).map(it -> coding(plugin, it));
    } else if (type == MaskHook.class) {
      MaskHook mask = (MaskHook) hook;
      watched = (MaskHook) request -> mask.open(request).map(it -> blending(plugin, it));
    } else if (type == GuidanceProvider.class) {
      watched = new WatchedProvider(plugin, (GuidanceProvider) hook);
    }
    return type.cast(watched);
  }

  private RowFilter filtering(String plugin, RowFilter filter) {
    opened++;
    return new RowFilter() {
      @Override
      public void filter(RowPlan plan) {
        WatchedRowPlan watched = new WatchedRowPlan(plan);
        int rows = (int) IntStream.range(0, plan.size()).filter(row -> !plan.dropped(row)).count();
        Place place = new Place(plugin, RowHook.class, plan.step().evaluation(), rows);
        note(place, watched, () -> filter.filter(watched));
      }

      @Override
      public void close() {
        filter.close();
        closed++;
      }
    };
  }

  private DenoiseInterceptor denoising(String plugin, DenoiseInterceptor interceptor) {
    opened++;
    return new DenoiseInterceptor() {
      @Override
      public void intercept(DenoiseCall call) {
        WatchedDenoiseCall watched = new WatchedDenoiseCall(call);
        Place place = new Place(plugin, DenoiseHook.class, call.step().evaluation(), call.rows());
        note(place, watched, () -> interceptor.intercept(watched));
      }

      @Override
      public Evaluations evaluations() {
        return interceptor.evaluations();
      }

      @Override
      public void close() {
        interceptor.close();
        closed++;
      }
    };
  }

  private GuidanceInterceptor guiding(String plugin, GuidanceInterceptor interceptor) {
    opened++;
    return new GuidanceInterceptor() {
      @Override
      public void intercept(GuidanceCall call) {
        WatchedGuidanceCall watched = new WatchedGuidanceCall(call);
        Place place = new Place(plugin, GuidanceHook.class, call.step().evaluation(), call.rows());
        note(place, watched, () -> interceptor.intercept(watched));
      }

      @Override
      public void close() {
        interceptor.close();
        closed++;
      }
    };
  }

  private VaeInterceptor coding(String plugin, VaeInterceptor interceptor) {
    opened++;
    return new VaeInterceptor() {
      private int pictures;

      @Override
      public void decode(VaeCall call) {
        WatchedVaeCall watched = new WatchedVaeCall(call);
        note(place(), watched, () -> interceptor.decode(watched));
      }

      @Override
      public void encode(VaeCall call) {
        WatchedVaeCall watched = new WatchedVaeCall(call);
        note(place(), watched, () -> interceptor.encode(watched));
      }

      private Place place() {
        return new Place(plugin, VaeHook.class, pictures++, 1);
      }

      @Override
      public Optional<Tensor> preview(Tensor latents) {
        return interceptor.preview(latents);
      }

      @Override
      public void close() {
        interceptor.close();
        closed++;
      }
    };
  }

  private MaskBlender blending(String plugin, MaskBlender blender) {
    opened++;
    return new MaskBlender() {
      @Override
      public void blend(BlendCall call) {
        WatchedBlendCall<BlendCall> watched =
            new WatchedBlendCall<>(call, "BlendCall is valid during blend");
        note(place(call), watched, () -> blender.blend(watched));
      }

      @Override
      public void finish(FinalBlendCall call) {
        WatchedFinalBlendCall watched = new WatchedFinalBlendCall(call);
        note(place(call), watched, () -> blender.finish(watched));
      }

      private Place place(BlendCall call) {
        return new Place(plugin, MaskHook.class, call.step().evaluation(), call.init().dim(0));
      }

      @Override
      public void close() {
        blender.close();
        closed++;
      }
    };
  }

  /** Its guidance finds no number where it is to write one. */
  private final class WatchedProvider implements GuidanceProvider {
    private final String plugin;
    private final GuidanceProvider provider;

    WatchedProvider(String plugin, GuidanceProvider provider) {
      this.plugin = plugin;
      this.provider = provider;
    }

    @Override
    public Support supports(PassContext pass) {
      return provider.supports(pass);
    }

    @Override
    public Guidance open(PassContext pass) {
      Guidance guidance = provider.open(pass);
      return call -> {
        Arrays.fill(call.combined().data(), Float.NaN);
        WatchedCombineCall<CombineCall> watched =
            new WatchedCombineCall<>(call, "CombineCall is valid during combine");
        Place place =
            new Place(plugin, GuidanceProvider.class, call.step().evaluation(), call.rows());
        note(place, watched, () -> guidance.combine(watched));
      };
    }
  }

  /** Who is called in which evaluation. */
  private record Place(String plugin, Class<? extends HookPoint> hook, int evaluation, int rows) {}

  private void note(Place place, Watched<?> watched, Runnable call) {
    long before = HeapBytes.ofThisThread();
    try {
      call.run();
    } finally {
      long bytes = HeapBytes.ofThisThread() - before - watched.bytesBelow();
      watched.end();
      calls.add(
          new HookCall(
              place.plugin,
              place.hook,
              place.evaluation,
              place.rows,
              watched.proceeds(),
              watched.variant(),
              bytes));
    }
  }
}
