package dev.kiln.host.pipeline.hook;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What belongs to one request: its job id, what hooks report about it, and what plugins keep in it.
 */
public final class RequestState {
  private final RequestFacts facts;
  private final Report report = new Report();
  private final Map<String, Map<Class<?>, Object>> kept = new HashMap<>();

  public RequestState(RequestFacts facts) {
    this.facts = facts;
  }

  public RequestFacts facts() {
    return facts;
  }

  /** Its id; empty outside of a generation. */
  public String job() {
    return facts.job();
  }

  public Report report() {
    return report;
  }

  void keep(String plugin, Object value) {
    kept.computeIfAbsent(plugin, id -> new HashMap<>()).put(value.getClass(), value);
  }

  <T> Optional<T> kept(String plugin, Class<T> type) {
    return Optional.ofNullable(kept.getOrDefault(plugin, Map.of()).get(type)).map(type::cast);
  }
}
