package dev.kiln.plugin.stepcache;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class StepCacheArchitectureTest extends PluginArchitectureContract {}
