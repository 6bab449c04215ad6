package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.plugin.OptionBinder;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.HookPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What every approximation promises: a plugin whose options have knobs, {@code @Option(exact)}.
 * Extend it, say which hooks and which options record, and the tests run the real host with them.
 */
public abstract class ApproximationContract {
  private static final String PROBE = "probe";

  /** The hooks of the plugin, in order: new objects, made as its container would make them. */
  protected abstract List<HookPoint> hooks();

  /** The record with the knobs; its index is that of the compiled plugin. */
  protected abstract Class<? extends Record> options();

  /** What else a request says while a knob is moved, so that it can act in a few steps. */
  protected Map<String, Object> beside() {
    return Map.of();
  }

  /** Whether a knob has a say with what is said beside it. */
  protected boolean moves(String knob) {
    return true;
  }

  /** A generation in which each knob has something to save. */
  protected TestingGeneration generation() {
    return TestingGeneration.standard().request(request -> request.steps(12));
  }

  /**
   * What a generation costs: by default how many rows the network evaluates. A plugin that makes
   * each evaluation cheaper counts that.
   */
  protected double cost(TestingGeneration generation) {
    AtomicLong rows = new AtomicLong();
    DenoiseHook counter =
        pass ->
            Optional.of(
                call -> {
                  rows.addAndGet(call.rows());
                  call.proceed();
                });
    generation.plugin(PROBE, counter).run();
    return rows.get();
  }

  /** What the annotation processor wrote of the record. */
  OptionsIndex index() {
    return Knobs.index(options());
  }

  private List<FieldIndex> knobs() {
    List<FieldIndex> knobs = values().all().stream().filter(knob -> moves(knob.name())).toList();
    assertThat(knobs).as("options with @Option(exact)").isNotEmpty();
    return knobs;
  }

  private Knobs values() {
    return new Knobs(index(), beside());
  }

  private TestingGeneration with(Map<String, Object> values) {
    Record bound = new OptionBinder("under-test", index()).bind(values, options());
    TestingGeneration generation = generation();
    for (HookPoint hook : hooks()) {
      generation = generation.plugin("under-test", hook, bound);
    }
    return generation;
  }

  @Test
  void withAllKnobsExactNoBitChangesAndNothingIsSaid() {
    Outcome exact = with(values().exact()).run();
    assertThat(exact.latents().data()).containsExactly(generation().run().latents().data());
    assertThat(exact.infotext()).isEmpty();
    assertThat(exact.opened()).isZero();
  }

  @Test
  void theFurtherAKnobTheLessItCosts() {
    double untouched = cost(generation());
    for (FieldIndex knob : knobs()) {
      double half = cost(with(values().moved(knob, Knobs.between(knob, 0.5))));
      double all = cost(with(values().moved(knob, Knobs.far(knob))));
      assertThat(half).as("%s in the middle", knob.name()).isBetween(all, untouched);
      assertThat(all).as("%s at %s", knob.name(), Knobs.far(knob)).isLessThan(untouched);
    }
  }

  @Test
  void whatItWritesDrawsTheSamePictureAgain() {
    for (FieldIndex knob : knobs()) {
      double value = Knobs.far(knob);
      Outcome first = with(values().moved(knob, value)).run();
      assertThat(first.infotext()).as(knob.name()).containsKey(knob.infotext());
      assertThat(Double.parseDouble(first.infotext().get(knob.infotext())))
          .isCloseTo(value, within(1e-9));
      Map<String, Object> read = new HashMap<>();
      for (FieldIndex field : index().fields()) {
        Optional.ofNullable(first.infotext().get(field.infotext()))
            .ifPresent(text -> read.put(field.name(), value(field, text)));
      }
      assertThat(with(read).run().latents().data())
          .as("%s, drawn again with %s", knob.name(), read)
          .containsExactly(first.latents().data());
    }
  }

  private static Object value(FieldIndex field, String text) {
    return switch (field.type()) {
      case "boolean" -> Boolean.valueOf(text);
      case "int" -> Integer.valueOf(text);
      case "double" -> Double.valueOf(text);
      default -> text;
    };
  }

  @Test
  void itGoesWithEveryBatch() {
    FieldIndex knob = knobs().get(0);
    for (int images : new int[] {2, 3}) {
      Outcome outcome =
          with(values().moved(knob, Knobs.far(knob)))
              .request(request -> request.batch(images, 1))
              .run();
      assertThat(outcome.latents().dim(0)).isEqualTo(images);
      for (float number : outcome.latents().data()) {
        assertThat(number).isFinite();
      }
    }
  }
}
