package dev.kiln.host.pipeline.hook;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.sampler.OfferedSampler;
import dev.kiln.host.sampler.OfferedSchedule;
import dev.kiln.spi.hook.HookPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives the pipeline its extensions: from the plugin runtime, or none. */
public interface HookSource {
  /** No plugins at all. */
  HookSource NONE = request -> Hooks.NONE;

  /**
   * The extensions that are active in one request. Wakes the plugins that the request needs.
   *
   * @throws dev.kiln.spi.BadRequest when the request has options for a plugin that is not there, or
   *     options that do not fit
   */
  Hooks open(GenerationRequest request);

  /**
   * Refuse what the plugins' indexes show to be wrong. Wakes none.
   *
   * @throws dev.kiln.spi.BadRequest when the request names a sampler, a schedule, a plugin or an
   *     option that is not there, or an option's value does not fit
   */
  default void check(GenerationRequest request) {}

  /** Whether one of these plugins has extensions of a hook, as their indexes say. Wakes none. */
  default boolean has(Class<? extends HookPoint> hook, Set<String> plugins) {
    return true;
  }

  /** What tells which plugins there are: where it is the same, alike requests get alike hooks. */
  default String state() {
    return "";
  }

  /**
   * A snapshot that stays valid until it is closed, even when a jar is replaced meanwhile: what a
   * generation began with, it finishes with.
   */
  interface Hooks extends AutoCloseable {
    Hooks NONE = new Hooks() {};

    /** Extensions of one hook in their resolved order. */
    default <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
      return List.of();
    }

    /** Samplers that the request may choose beside the host's. */
    default List<OfferedSampler> samplers() {
      return List.of();
    }

    /** Schedules that the request may choose beside the host's. */
    default List<OfferedSchedule> schedules() {
      return List.of();
    }

    /** A plugin's options, request over settings; empty when neither has any. */
    default <T extends Record> Optional<T> options(String plugin, Class<T> type) {
      return Optional.empty();
    }

    /**
     * What tells one state of a plugin from another, in a fixed form: its jar's hash and its
     * options. Sessions that it took part in are kept apart by it.
     */
    default String state(String plugin) {
      return "";
    }

    /** A plugin's jar, by its hash: the part of its state that no request changes. */
    default String build(String plugin) {
      return "";
    }

    /**
     * The options, as JSON values by plugin id, of plugins that do nothing in this request but
     * choose operators.
     */
    default Map<String, Map<String, Object>> operatorOptions() {
      return Map.of();
    }

    /** The guidance that the user's settings name; empty for none. */
    default String guidance() {
      return "";
    }

    /** Be told who won a hook that can have one winner only, and why, to show it. */
    default void decided(String point, List<String> claimants, String winner, String why) {}

    /** Fire an event into the containers of awake plugins; what observers throw is logged. */
    default void fire(Object event) {}

    @Override
    default void close() {}
  }

  /**
   * An extension.
   *
   * @param plugin id of the plugin that brought it
   * @param name by which a request chooses it; empty for a hook of which all extensions are called
   * @param rank of those that can serve, the highest is used where nobody chooses
   */
  record Hook<H extends HookPoint>(String plugin, String name, int rank, H extension) {
    /** An extension of a hook of which all extensions are called. */
    public Hook(String plugin, H extension) {
      this(plugin, "", 0, extension);
    }
  }
}
