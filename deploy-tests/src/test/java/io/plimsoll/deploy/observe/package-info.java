/** Dashboards and alerting rules: what they ask for, what they say, and where they send people. */
@NullMarked
package io.plimsoll.deploy.observe;

import org.jspecify.annotations.NullMarked;
