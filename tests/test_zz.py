import icalendar, vobject, re
from hypothesis import given, settings, HealthCheck
from strategies import chronologies
from timeline.formats import ics
from ical.calendar_stream import IcsCalendarStream
@settings(deadline=None,max_examples=200,suppress_health_check=list(HealthCheck))
@given(chronologies())
def test_icalendar(c):
    t=ics.render(c)
    cal=icalendar.Calendar.from_ical(t)
    for e,v in zip(c.events,cal.walk("VEVENT"),strict=True):
        assert str(v["SUMMARY"])==(e.title if e.date.exact else f"{e.title} ({e.date.english()})")
        assert str(v.get("LOCATION",""))==e.place
        assert str(v["DESCRIPTION"])==ics._plain(ics._description(e,c))
        cats=v.get("CATEGORIES")
        assert (list(map(str,cats.cats)) if cats else [])==[w for w in (e.kind,*e.programmes) if w]
@settings(deadline=None,max_examples=200,suppress_health_check=list(HealthCheck))
@given(chronologies())
def test_vobject(c):
    t=ics.render(c)
    cal=vobject.readOne(t)
    for e,v in zip(c.events,getattr(cal,"vevent_list",[]),strict=True):
        assert v.summary.value==(e.title if e.date.exact else f"{e.title} ({e.date.english()})")
        assert not e.place or v.location.value==e.place
        assert v.description.value==ics._plain(ics._description(e,c))
@settings(deadline=None,max_examples=200,suppress_health_check=list(HealthCheck))
@given(chronologies())
def test_ical(c):
    t=ics.render(c)
    cal=IcsCalendarStream.calendar_from_ics(t)
    for e,v in zip(c.events,cal.events,strict=True):
        assert v.summary==(e.title if e.date.exact else f"{e.title} ({e.date.english()})")
        assert not e.place or v.location==e.place
        assert v.description==ics._plain(ics._description(e,c))
