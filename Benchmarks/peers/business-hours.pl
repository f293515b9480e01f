#!/usr/bin/env perl
# Due times by Perl's Business::Hours: Monday to Friday, 09:00-17:00, America/New_York.
#
#     TZ=America/New_York business-hours.pl CASES COUNT ROUNDS
#
# CASES holds lines of start (seconds), limit (minutes) and our due (seconds). The first COUNT are answered ROUNDS times
# by one object, as ours are by one calendar. Prints JSON: nanoseconds of processor time per due of each round, and how
# many answers agree with ours. The module works in local time, hence TZ.
#
# It answers with the business second that follows the limit. So where the limit is used up exactly at closing, ours says
# 17:00 and its answer is the next opening; such answers are counted as "edge", others that differ as "different".
use strict;
use warnings;
use Business::Hours;
use JSON::PP;
use Time::HiRes qw(clock_gettime CLOCK_PROCESS_CPUTIME_ID CLOCK_MONOTONIC);

die "Set TZ=America/New_York.\n" unless ($ENV{TZ} // '') eq 'America/New_York';
my ($path, $count, $rounds) = @ARGV;
my $hours = Business::Hours->new;
$hours->business_hours(map { $_ => { Name => $_, Start => ($_ >= 1 && $_ <= 5 ? '09:00' : undef), End => ($_ >= 1 && $_ <= 5 ? '17:00' : undef) } } 0 .. 6);

open my $lines, '<', $path or die "$path: $!\n";
my @cases;
while (@cases < $count and defined(my $line = <$lines>)) { push @cases, [split ' ', $line] }

my (@cpu, @wall, @dues);
for (1 .. $rounds) {
    my ($cpu, $wall) = (clock_gettime(CLOCK_PROCESS_CPUTIME_ID), clock_gettime(CLOCK_MONOTONIC));
    @dues = map { $hours->add_seconds($_->[0], $_->[1] * 60) } @cases;
    push @cpu,  (clock_gettime(CLOCK_PROCESS_CPUTIME_ID) - $cpu) * 1e9 / @cases;
    push @wall, (clock_gettime(CLOCK_MONOTONIC) - $wall) * 1e9 / @cases;
}

my ($edge, $different, @examples) = (0, 0);
for my $index (0 .. $#cases) {
    my ($due, $ours) = ($dues[$index], $cases[$index][2]);
    next if $due == $ours;
    my (undef, $minute, $hour) = localtime $ours;
    my (undef, $their_minute, $their_hour) = localtime $due;
    if ($hour == 17 && $minute == 0 && $their_hour == 9 && $their_minute == 0 && $due > $ours && $due - $ours <= 65 * 3600) { $edge++ }
    else { $different++; push @examples, [$cases[$index], $due] if @examples < 3 }
}
print encode_json({ id => 'business-hours', cpu => \@cpu, wall => \@wall, asked => scalar @cases, edge => $edge, different => $different, examples => \@examples }), "\n";
