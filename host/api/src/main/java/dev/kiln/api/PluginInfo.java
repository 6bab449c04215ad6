package dev.kiln.api;

/**
 * A plugin that was found.
 *
 * @param id as requests name it
 * @param version empty where it is not known
 * @param state idle, awake, disabled, failed or shadowed
 * @param reason why it cannot be used; empty where it can
 */
public record PluginInfo(String id, String version, String state, String reason) {}
